import pytest

from bot.services.showing import show_permalink
from capture.fake import draw_page
from tests.house import FRIEND, OWNER, PUBLIC_URL, TestHouse, permalink_of
from tests.site.files import make_pdf

PHOTO = draw_page(600, 400)[0].content
HTML = "<!doctype html><html><title>灯塔</title><p>What I saw</p></html>".encode()


async def kept_evidence(house: TestHouse, permalink: str) -> list[tuple[str, str]]:
    from_person = [one for one in await artifacts_of(permalink) if one[2]]
    return [(kind, media_type) for kind, media_type, _ in from_person]


async def artifacts_of(permalink: str) -> list[tuple[str, str, bool]]:
    card = await show_permalink(permalink.rpartition("/")[2], PUBLIC_URL)
    return [(one.kind, one.media_type, one.from_person) for one in card.artifacts]


async def test_photo_in_reply_to_an_answer_becomes_its_evidence(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    sent = await house.chat.send_photo(OWNER, OWNER, PHOTO, reply_to=answer.message_id)
    said = await house.reply_to(sent)

    assert permalink_of(answer) in said.text
    assert await kept_evidence(house, permalink_of(answer)) == [("evidence", "image/jpeg")]
    assert "👁" in house.now(answer).caption


@pytest.mark.parametrize(
    ("content", "name", "media_type"), [(make_pdf(), "seen.pdf", "application/pdf"), (HTML, "seen.html", "text/html")]
)
async def test_pdf_and_html_too(house: TestHouse, content: bytes, name: str, media_type: str) -> None:
    answer = await house.save("https://login.example.com/harbour")

    await house.reply_to(await house.chat.send_document(OWNER, OWNER, content, name, reply_to=answer.message_id))

    assert await kept_evidence(house, permalink_of(answer)) == [("evidence", media_type)]


async def test_what_is_no_evidence_is_said_so_and_not_kept(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    said = await house.reply_to(
        await house.chat.send_document(OWNER, OWNER, b"MZ\x90\0\1\2", "seen.exe", reply_to=answer.message_id)
    )

    assert "PDF" in said.text
    assert await kept_evidence(house, permalink_of(answer)) == []


async def test_several_pieces_stand_side_by_side_and_none_twice(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    for content, name in ((make_pdf(), "a.pdf"), (HTML, "b.html"), (HTML, "c.html")):
        await house.reply_to(await house.chat.send_document(OWNER, OWNER, content, name, reply_to=answer.message_id))

    assert await kept_evidence(house, permalink_of(answer)) == [
        ("evidence", "application/pdf"),
        ("evidence-2", "text/html"),
    ]


async def test_words_beside_the_photo_label_the_link(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    await house.reply_to(await house.chat.send_photo(OWNER, OWNER, PHOTO, "#seen", reply_to=answer.message_id))
    await house.settle()

    assert "#seen" in house.now(answer).caption
    assert len(await kept_evidence(house, permalink_of(answer))) == 1


async def test_button_says_what_can_be_sent_and_a_reply_to_that_counts(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    await house.press(answer, "👁")
    asked = await house.chat.wait_for(lambda message: "HTML" in message.text, chat_id=OWNER)
    await house.reply_to(await house.chat.send_photo(OWNER, OWNER, PHOTO, reply_to=asked.message_id))

    assert len(await kept_evidence(house, permalink_of(answer))) == 1
    assert not any("👁" in button.text for button in house.now(answer).buttons)


async def test_photo_in_another_chat_is_evidence_of_nothing(house: TestHouse) -> None:
    answer = await house.save("https://bot-check.example.com/harbour")

    await house.chat.send_photo(FRIEND, FRIEND, PHOTO, reply_to=answer.message_id)
    await house.settle()

    assert await kept_evidence(house, permalink_of(answer)) == []


async def test_good_page_is_not_asked_for(house: TestHouse) -> None:
    answer = await house.save("https://example.com/harbour")

    assert not any("👁" in button.text or "📱" in button.text for button in answer.buttons)
