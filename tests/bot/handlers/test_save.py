import pytest

from bot.handlers.message_parts import RICH
from bot.localchat import Entity, ForwardOrigin, Message
from bot.localchat.wire import Json
from capture.fake import FakeEngine
from tests.bot.handlers.conftest import OpenHouse
from tests.bot.handlers.engines import HeldEngine
from tests.bot.localchat.pictures import draw_picture
from tests.house import OWNER, PUBLIC_URL, TestHouse, permalink_of

HARBOUR = "https://example.com/old-harbour"
POST = ForwardOrigin("channel", "Harbour news", -1_000_000_000_777, "harbour_news", message_id=12)
BUTTONS: Json = {"inline_keyboard": [[{"text": "Read", "url": HARBOUR}, {"text": "No link", "callback_data": "x"}]]}


def captured(house: TestHouse) -> list[str]:
    """The addresses that were visited."""
    assert isinstance(house.engine, FakeEngine)
    return house.engine.captured


async def answers_of(house: TestHouse, chat: int = OWNER, *, count: int) -> list[Message]:
    """So many finished answers."""
    return await house.chat.wait_until(
        lambda: found if len(found := [one for one in house.from_bot(chat) if "/s/" in one.words]) >= count else []
    )


async def test_the_acknowledgement_tells_place_and_step_and_becomes_the_picture(open_with: OpenHouse) -> None:
    engine, before = HeldEngine(), "https://example.com/before"
    async with open_with(engine, CAPTURES="1") as house:
        await house.reply_to(await house.chat.send_text(OWNER, OWNER, before))
        sent = await house.chat.send_text(OWNER, OWNER, HARBOUR)
        acknowledgement = await house.reply_to(sent)
        engine.released[before].set()
        opening = await house.chat.wait_for(
            lambda message: message.reply_to == sent.message_id and "opening example.com" in message.text
        )
        engine.released[HARBOUR].set()
        answer = await house.answer_to(sent)

        assert "in the queue: example.com" in acknowledgement.text
        assert PUBLIC_URL not in acknowledgement.text + opening.text
        assert acknowledgement.message_id == opening.message_id == answer.message_id
        assert "Old harbour" in answer.caption
        assert house.chat.photo_bytes(answer).startswith(b"\xff\xd8")  # JPEG
        assert len(house.from_bot()) == 2


async def test_each_of_several_links_has_an_answer_of_its_own(house: TestHouse) -> None:
    await house.chat.send_text(OWNER, OWNER, "https://example.com/one and https://example.com/two, example.com/one")

    answers = await answers_of(house, count=2)
    await house.settle()
    assert len(house.from_bot()) == 2
    assert {answer.caption.partition("\n")[0] for answer in answers} == {"One", "Two"}
    assert len({permalink_of(answer) for answer in answers}) == 2


async def test_a_link_behind_text_is_saved(house: TestHouse) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, "look here", entities=[Entity("text_link", 5, 4, HARBOUR)])

    assert "Old harbour" in (await house.answer_to(sent)).caption


async def test_links_in_the_buttons_of_a_forward_are_saved(house: TestHouse) -> None:
    sent = await house.chat.send_forward(OWNER, OWNER, POST, "All about ships", markup=BUTTONS)

    assert "Old harbour" in (await house.answer_to(sent)).caption


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("🌊 read example.com/old-harbour", {"type": "url", "offset": 8, "length": 23}),
        ("read this", {"type": "text_link", "offset": 5, "length": 4, "url": HARBOUR}),
    ],
)
async def test_links_in_a_quotation_are_saved(house: TestHouse, text: str, entity: Json) -> None:
    quote = {"text": text, "entities": [entity], "position": 0}
    sent = await house.chat.send_content(OWNER, OWNER, {"text": "this one", "quote": quote})

    assert "Old harbour" in (await house.answer_to(sent)).caption


async def test_a_link_in_a_caption_is_saved_with_its_tags(house: TestHouse) -> None:
    sent = await house.chat.send_photo(OWNER, OWNER, draw_picture(40, 30), f"{HARBOUR} #ships")

    answer = await house.answer_to(sent)
    assert "Old harbour" in answer.caption
    assert "#ships" in answer.caption


async def test_an_album_gets_one_answer_and_no_hints(house: TestHouse) -> None:
    first, *_ = await house.chat.send_album(OWNER, OWNER, [draw_picture(40, 30)] * 3, HARBOUR)

    answer = await house.answer_to(first)
    await house.settle()
    assert house.from_bot() == [answer]


async def test_links_and_tags_of_a_rich_message_are_taken(house: TestHouse) -> None:
    link = {"type": "url", "text": "the harbour", "url": HARBOUR}
    tag = {"type": "hashtag", "text": "#ships", "hashtag": "#ships"}
    blocks = [{"type": "paragraph", "text": ["About ", {"type": "bold", "text": link}, " ", tag]}]
    sent = await house.chat.send_content(OWNER, OWNER, {RICH: {"blocks": blocks}})

    answer = await house.answer_to(sent)
    assert "Old harbour" in answer.caption
    assert "#ships" in answer.caption


async def test_an_edit_adds_its_links_and_applies_its_tags_anew(house: TestHouse) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, f"{HARBOUR} #ships #sea")
    first = await house.answer_to(sent)

    await house.chat.edit_text(sent, f"{HARBOUR} https://example.com/lighthouse #sea #light")

    second = await house.chat.wait_for(lambda message: "Lighthouse" in message.caption, chat_id=OWNER)
    await house.chat.wait_until(lambda: "#light" in house.now(first).caption)
    assert "#sea" in house.now(first).caption
    assert "#ships" not in house.now(first).caption
    assert "#light" in second.caption
    await house.settle()
    assert len(house.from_bot()) == 2
    assert captured(house) == [HARBOUR, "https://example.com/lighthouse"]


async def test_an_edit_is_never_hinted_at(house: TestHouse) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, "no link in here")
    await house.reply_to(sent)

    await house.chat.edit_text(sent, "still none")

    await house.settle()
    assert len(house.from_bot()) == 1


async def test_a_forwarded_text_is_no_note_and_its_tags_count(house: TestHouse) -> None:
    sent = await house.chat.send_forward(OWNER, OWNER, POST, f"Ships came in, see {HARBOUR} #ships")

    answer = await house.answer_to(sent)
    assert "Ships came in" not in answer.caption
    assert "#ships" in answer.caption


async def test_words_beside_a_link_are_its_note(house: TestHouse) -> None:
    assert "📝 for the train" in (await house.save(f"{HARBOUR} for the train")).caption


async def test_what_came_through_inline_mode_is_not_saved(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    found = await house.chat.inline_query(OWNER, "harbour")

    await house.chat.choose(OWNER, OWNER, found.results[0])

    await house.settle()
    assert house.from_bot() == [answer]
    assert captured(house) == [HARBOUR]


async def test_a_known_link_answers_with_what_is_kept_and_takes_the_tags(house: TestHouse) -> None:
    first = await house.save(f"{HARBOUR} #sea")

    second = await house.save("http://www.example.com/old-harbour/?utm_source=x #ships")

    assert permalink_of(second) == permalink_of(first)
    assert second.message_id != first.message_id
    assert "#sea #ships" in second.caption
    assert any("Capture again" in button.text for button in second.buttons)
    assert second.photo_group
    assert captured(house) == [HARBOUR]


async def test_a_link_that_failed_is_captured_again_when_it_is_sent_again(house: TestHouse) -> None:
    first = await house.save("https://no-answer.example/page")
    second = await house.save("https://no-answer.example/page")

    assert "takes no connections" in first.text
    assert permalink_of(first) != permalink_of(second)


async def test_a_page_with_an_error_says_its_number(house: TestHouse) -> None:
    assert "404" in (await house.save("https://missing.example/page")).caption


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [("MAX_PER_DAY", "used up its captures"), ("MAX_BYTES", "storage of this chat is full")],
)
async def test_what_goes_over_a_quota_is_refused_in_words(open_with: OpenHouse, setting: str, sentence: str) -> None:
    async with open_with(None, **{setting: "1"}) as house:
        await house.save(HARBOUR)

        said = await house.ask("https://example.com/lighthouse #light")

        assert sentence in said.text
        assert "example.com/lighthouse" in said.text
        assert PUBLIC_URL not in said.text
        assert "There are no tags" in (await house.ask("/tags")).text
        assert permalink_of(await house.save(HARBOUR))  # what is known costs nothing


async def test_a_full_queue_is_refused_in_words(open_with: OpenHouse) -> None:
    engine = HeldEngine()
    async with open_with(engine, MAX_WAITING="1") as house:
        sent = await house.chat.send_text(OWNER, OWNER, f"{HARBOUR} https://example.com/lighthouse")
        refusal = await house.chat.wait_for(lambda message: "queue of this chat is full" in message.text)

        engine.released[HARBOUR].set()

        assert "example.com/lighthouse" in refusal.text
        assert await house.answer_to(sent)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("ftp://example.com/file", "begin with http:// or https://"), ("see http://?page=1", "names no site")],
)
async def test_an_address_that_cannot_be_kept_is_refused_in_words(house: TestHouse, text: str, sentence: str) -> None:
    said = await house.ask(text)

    assert sentence in said.text
    assert PUBLIC_URL not in said.text


async def test_links_into_telegram_itself_are_passed_over(house: TestHouse) -> None:
    footer = [Entity("text_link", 28, 9, "tg://resolve?domain=harbour")]
    text = "https://example.com/harbour subscribe"
    sent = await house.chat.send_text(OWNER, OWNER, text, entities=footer)

    answer = await house.answer_to(sent)
    await house.settle()
    assert house.from_bot() == [answer]


async def test_a_message_without_a_link_gets_a_hint_in_private(house: TestHouse) -> None:
    assert "no link" in (await house.ask("hello")).text


async def test_a_message_without_a_link_gets_silence_in_a_group(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.send_text(OWNER, group, "hello")
    await house.chat.send_text(OWNER, group, "/nonsense")

    await house.settle()
    assert house.from_bot(group) == []


async def test_a_group_has_every_link_saved_unless_it_wants_to_be_asked(house: TestHouse) -> None:
    group = await house.open_group()
    answer = await house.save(HARBOUR, chat=group)
    settings = await house.ask("/settings", chat=group)

    await house.press(settings, "Only when mentioned")
    await house.chat.send_text(OWNER, group, "https://example.com/unasked")
    await house.chat.send_text(OWNER, group, "https://example.com/other @snapkeep_local_bot2")
    await house.settle()
    mentioned = await house.save("@Snapkeep_local_bot https://example.com/mentioned", chat=group)
    replied = await house.chat.send_text(OWNER, group, "https://example.com/replied", reply_to=answer.message_id)
    await house.answer_to(replied)

    assert "Mentioned" in mentioned.caption
    assert [url.rpartition("/")[2] for url in captured(house)] == ["old-harbour", "mentioned", "replied"]


async def test_answers_stay_in_the_topic(house: TestHouse) -> None:
    await house.chat.add_chat(-1_000_000_000_500, "supergroup", "Harbour", is_forum=True)
    await house.chat.add_member(OWNER, -1_000_000_000_500)
    topic = {"message_thread_id": 7, "is_topic_message": True}
    sent = await house.chat.send_content(OWNER, -1_000_000_000_500, {"text": HARBOUR, **topic})

    assert (await house.answer_to(sent)).content["message_thread_id"] == 7


async def test_an_unknown_command_gets_a_hint(house: TestHouse) -> None:
    assert "/help" in (await house.ask("/wayback")).text


async def test_an_unknown_command_in_a_reply_is_no_note(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)

    said = await house.ask("/label ships", reply_to=answer.message_id)

    assert "/help" in said.text
    assert "/label" not in house.now(answer).caption


async def test_an_unknown_command_before_a_link_does_not_become_its_note(house: TestHouse) -> None:
    answer = await house.save(f"/keep {HARBOUR} for later")

    assert "📝 for later" in answer.caption


async def test_editing_a_command_saves_and_labels_nothing(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    find = await house.chat.send_text(OWNER, OWNER, "/find ships")
    retry = await house.chat.send_text(OWNER, OWNER, "/help", reply_to=answer.message_id)
    await house.reply_to(find)
    await house.reply_to(retry)

    await house.chat.edit_text(find, "/find https://example.com/ships")
    await house.chat.edit_text(retry, "/help me")
    await house.settle()

    assert captured(house) == [HARBOUR]
    assert "📝" not in house.now(answer).caption


async def test_a_command_to_another_bot_is_none_of_our_business(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.send_text(OWNER, group, f"/add@other_bot {HARBOUR}")
    await house.chat.send_text(OWNER, group, f"/find@other_bot {HARBOUR}")

    await house.settle()
    assert house.from_bot(group) == []
    assert captured(house) == []


async def test_our_own_permalinks_are_not_captured(house: TestHouse) -> None:
    answer = await house.save(HARBOUR)
    permalink = permalink_of(answer)
    quote = {"text": permalink, "entities": [{"type": "url", "offset": 0, "length": len(permalink)}], "position": 0}
    remark = {"text": "#ships", "quote": quote}

    forward = await house.chat.send_forward(OWNER, OWNER, POST, f"Old harbour\n{permalink}")
    said = await house.reply_to(forward)
    await house.reply_to(await house.chat.send_content(OWNER, OWNER, remark, reply_to=answer.message_id))

    assert "no link" in said.text
    assert "#ships" in house.now(answer).caption
    assert captured(house) == [HARBOUR]
