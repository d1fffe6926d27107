from dataclasses import replace

import pytest

from bot.callbacks import Pdf, encode
from bot.i18n import get_translator
from capture.fake import FakeEngine
from models.chats import find_chat
from models.late import add_artifacts
from models.queue import StoredArtifact
from models.snapshots import get_snapshot
from tests.bot.handlers.conftest import OpenHouse
from tests.house import FRIEND, OWNER, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"
OLD = get_translator("en").text("toast.old_button")
GONE = get_translator("en").text("error.not_found")
FORGED = (  # nothing, half of something, numbers as nobody writes them, a path
    *("", "x", "d:", "d:-1", "d:0", "d:1x", "d: 1", "d:99999999999999999999", "d:1:2", "D:1", "r:1\n", "u:١"),
    *("p:find", "p:find:-1", "p:box:0", "l:xx", "m:none", "f:../../etc/passwd", f"f:{'a' * 44}", "g:", "g:a b"),
)


async def test_capture_again_makes_another_version_and_keeps_the_first(house: TestHouse) -> None:
    first = await house.save(f"{HARBOUR} #sea")

    toast = await house.press(first, "Capture again")
    second = await house.answer_to(first)

    assert toast.text == "Capturing it again"
    assert permalink_of(second) != permalink_of(first)
    assert "#sea" in second.caption
    assert permalink_of(house.now(first)) == permalink_of(first)


async def test_try_again_captures_what_failed(house: TestHouse) -> None:
    failed = await house.save("https://no-answer.example/page")

    await house.press(failed, "Try again")

    assert permalink_of(await house.answer_to(failed)) != permalink_of(failed)


async def test_the_full_page_comes_as_a_file(open_with: OpenHouse) -> None:
    async with open_with(FakeEngine(height=6000)) as house:
        answer = await house.save(HARBOUR)

        await house.press(answer, "Full page")

        sent = await house.chat.wait_for(lambda message: bool(message.document_key), chat_id=OWNER)
        assert sent.caption == permalink_of(answer)
        assert len(house.chat.document_bytes(sent)) > len(house.chat.photo_bytes(answer)) > 0
        assert sent.reply_to == answer.message_id


async def test_the_pdf_comes_as_a_file(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    permalink_id = permalink_of(answer).rpartition("/")[2]
    sha256 = await house.house.ports.blobs.put(b"%PDF-1.4 a harbour")
    artifact = StoredArtifact("pdf", "application/pdf", 18, sha256)
    await add_artifacts((await get_snapshot(permalink_id)).id, [artifact])

    toast = await house.chat.press_data(OWNER, answer.message_id, encode(Pdf(permalink_id)))

    sent = await house.chat.wait_for(lambda message: bool(message.document_key), chat_id=OWNER)
    assert toast.text == "The PDF is on its way"
    assert sent.caption == permalink_of(answer)
    assert house.chat.document_bytes(sent).startswith(b"%PDF-")


async def test_the_pdf_of_another_chat_is_not_there(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    hello = await house.ask("/start", user=FRIEND)
    data = encode(Pdf(permalink_of(answer).rpartition("/")[2]))

    pressed = await house.chat.press_data(FRIEND, hello.message_id, data, FRIEND)

    assert (pressed.text, pressed.show_alert) == (GONE, True)
    assert house.from_bot(FRIEND) == [hello]


async def test_delete_and_undo(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    assert (await house.press(answer, "Delete")).text == "Deleted"
    offer = await house.reply_to(answer)
    assert "Nothing is kept" in (await house.ask("/recent")).text
    assert (await house.press(offer, "Undo")).text == "It is back"

    assert permalink_of(answer) in house.now(offer).text
    assert "Old harbour" in (await house.ask("/recent")).text


async def test_a_second_delete_is_told_that_nothing_is_there(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    await house.press(answer, "Delete")

    pressed = await house.press(answer, "Delete")

    assert pressed.show_alert
    assert pressed.text == GONE


async def test_forged_data_changes_nothing(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    before = house.chat.messages(OWNER)

    pressed = [await house.chat.press_data(OWNER, answer.message_id, data) for data in FORGED]

    assert [one.text for one in pressed] == [OLD] * len(FORGED)
    assert house.chat.messages(OWNER) == before
    assert "1 link kept" in (await house.ask("/recent")).text


async def test_the_number_of_another_chats_link_changes_nothing(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    hello = await house.ask("/start", user=FRIEND)
    numbers = [f"{letter}:{number}" for letter in "durt" for number in (1, 77)]

    pressed = [await house.chat.press_data(FRIEND, hello.message_id, data, FRIEND) for data in numbers]

    assert [one.text for one in pressed] == [GONE] * len(numbers)
    assert house.from_bot(FRIEND) == [hello]
    assert house.from_bot() == [answer]
    assert "1 link kept" in (await house.ask("/recent")).text


async def test_another_chats_permalink_sends_no_file(open_with: OpenHouse) -> None:
    async with open_with(FakeEngine(height=6000)) as house:
        permalink_id = permalink_of(await house.save(HARBOUR)).rpartition("/")[2]
        hello = await house.ask("/start", user=FRIEND)

        pressed = await house.chat.press_data(FRIEND, hello.message_id, f"f:{permalink_id}", FRIEND)

        assert pressed.text == GONE
        assert house.from_bot(FRIEND) == [hello]


@pytest.mark.parametrize("data", ["p:find:0", "p:recent:0", "p:tags:0"])
async def test_a_list_does_not_replace_an_answer(house: TestHouse, data: str) -> None:
    answer = await house.save(HARBOUR)

    pressed = await house.chat.press_data(OWNER, answer.message_id, data)

    assert pressed.text == GONE
    assert house.now(answer) == answer


async def test_a_message_that_is_no_list_of_results_shows_no_page_of_them(house: TestHouse) -> None:
    hello = await house.ask("/start")

    pressed = await house.chat.press_data(OWNER, hello.message_id, "p:find:0")

    assert pressed.text == GONE
    assert house.now(hello) == hello


async def test_a_button_of_a_deleted_message_no_longer_works(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    pressed = await house.chat.press_data(OWNER, answer.message_id + 100, "d:1")

    assert pressed.text == OLD
    assert "Old harbour" in (await house.ask("/recent")).text


async def test_only_a_group_chooses_what_is_read(house: TestHouse) -> None:
    settings = await house.ask("/settings")

    pressed = await house.chat.press_data(OWNER, settings.message_id, "m:mentions")

    assert pressed.text == GONE
    chat = await find_chat(OWNER)
    assert chat is not None
    assert chat.listens_to_all


async def test_a_quota_is_said_above_the_chat(open_with: OpenHouse) -> None:
    async with open_with(MAX_PER_DAY="1") as house:
        answer = await house.save(HARBOUR)

        pressed = await house.press(answer, "Capture again")

        assert pressed.show_alert
        assert "used up its captures" in pressed.text
        assert house.from_bot() == [answer]


async def test_a_page_turned_twice_to_the_same_place_is_no_failure(house: TestHouse) -> None:
    for number in range(6):
        await house.save(f"https://example.com/page-{number}")
    listed = await house.ask("/recent")
    turn = next(button for button in listed.buttons if button.text == "›")

    first = await house.chat.press(turn)
    second = await house.chat.press(replace(turn))

    assert first == second
    assert "2/2" in [button.text for button in house.now(listed).buttons]
