"""The main job, with every part real: Chromium, SQLite, HTTP, a Bot API on loopback, the program as a process."""

import re
from io import BytesIO

import pytest
from aiohttp import ClientSession

from bot.localchat import Entity, ForwardOrigin, LocalChat, Message
from tests.e2e.conftest import FRIEND, OWNER
from tests.e2e.service import Service
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PERMALINK = re.compile(r"http://127\.0\.0\.1:\d+/s/[A-Za-z0-9_-]{22}")


def is_answer(message: Message) -> bool:
    """Whether a message of the bot's is finished: progress carries no permalink."""
    return bool(PERMALINK.search(message.words)) and bool(message.photo_group)


def permalink_of(message: Message) -> str:
    """The permalink in an answer."""
    found = PERMALINK.search(message.words)
    assert found is not None, message.words
    return found.group()


async def reply_to(chat: LocalChat, sent: Message, seconds: float = 10) -> Message:
    """The bot's first message in reply to another one."""
    return await chat.wait_for(lambda message: message.reply_to == sent.message_id, seconds, chat_id=sent.chat_id)


async def save(chat: LocalChat, text: str, user: int = OWNER, seconds: float = 30) -> Message:
    """Send a link in a private chat and wait for its picture."""
    sent = await chat.send_text(user, user, text)
    return await chat.wait_for(
        lambda message: is_answer(message) and message.reply_to == sent.message_id, seconds, chat_id=user
    )


async def finished_answer_to(chat: LocalChat, sent: Message) -> Message:
    """The message in reply that carries a permalink, with a picture or without."""
    return await chat.wait_for(
        lambda message: message.reply_to == sent.message_id and bool(PERMALINK.search(message.words)),
        60,
        chat_id=sent.chat_id,
    )


async def test_link_becomes_picture_and_permalink(service: Service, chat: LocalChat, site: Site) -> None:
    sent = await chat.send_text(OWNER, OWNER, f"look: {site.url('/article')} #reading")
    acknowledged = await reply_to(chat, sent)
    answer = await chat.wait_for(is_answer, 30, chat_id=OWNER)

    assert answer.message_id == acknowledged.message_id, "the acknowledgement itself becomes the answer"
    assert "#reading" in answer.caption
    assert chat.photo_bytes(answer).startswith(b"\xff\xd8")
    async with ClientSession() as web:
        async with web.get(permalink_of(answer)) as page:
            assert page.status == 200
            assert "text/html" in page.headers["Content-Type"]
        async with web.get(permalink_of(answer) + ".json") as document:
            described = await document.json()
        async with web.get(permalink_of(answer) + "/screenshot") as picture:
            assert (await picture.read()).startswith(b"\xff\xd8")
    assert (described["status"], described["label"], described["http_status"]) == ("complete", "ok", 200)
    assert described["final_url"] == site.url("/article")


async def test_tag_by_reply_finds_the_link_again(service: Service, chat: LocalChat, site: Site) -> None:
    answer = await save(chat, site.url("/zh"))
    await chat.send_text(OWNER, OWNER, "#旅行 读过了", reply_to=answer.message_id)
    await chat.wait_for(lambda message: "#旅行" in message.caption, 10, chat_id=OWNER)

    for query in ("/find 旅行", "/find #旅行", "/find 读过"):
        asked = await chat.send_text(OWNER, OWNER, query)
        found = await reply_to(chat, asked)
        assert permalink_of(answer) in found.text, query
    inline = await chat.inline_query(OWNER, "#旅行")
    assert [result.kind for result in inline.results] == ["photo"]
    chosen = await chat.choose(OWNER, OWNER, inline.results[0])
    assert permalink_of(answer) in chosen.caption


async def test_forward_with_a_hidden_link_keeps_its_origin(service: Service, chat: LocalChat, site: Site) -> None:
    text = "Worth reading: this piece"
    hidden = Entity("text_link", text.index("this"), len("this piece"), url=site.url("/short"))
    origin = ForwardOrigin("channel", "The Daily", -1001234567890, username="thedaily", message_id=42)
    await chat.send_forward(OWNER, OWNER, origin, text, entities=[hidden])

    answer = await chat.wait_for(is_answer, 30, chat_id=OWNER)

    assert "The Daily" in answer.caption


async def test_several_links_get_one_answer_each(service: Service, chat: LocalChat, site: Site) -> None:
    await chat.send_text(OWNER, OWNER, f"{site.url('/short')} and {site.url('/zh')} and {site.url('/short')}")

    await chat.wait_until(lambda: sum(map(is_answer, chat.messages(OWNER))) == 2, 30)

    answers = [message for message in chat.messages(OWNER) if message.sender_id != OWNER]
    assert len(answers) == 2
    assert len({permalink_of(answer) for answer in answers}) == 2


async def test_known_link_is_answered_without_a_capture(service: Service, chat: LocalChat, site: Site) -> None:
    first = await save(chat, site.url("/short"))
    again = await save(chat, site.url("/short") + "?utm_source=chat #later")

    assert permalink_of(again) == permalink_of(first)
    assert "#later" in again.caption
    assert any("again" in button.text.casefold() for button in again.buttons)


async def test_capture_again_keeps_both_versions(service: Service, chat: LocalChat, site: Site) -> None:
    first = await save(chat, site.url("/short"))
    button = next(button for button in first.buttons if "again" in button.text.casefold())
    await chat.press(button, OWNER)

    second = await chat.wait_for(
        lambda message: is_answer(message) and permalink_of(message) != permalink_of(first), 30, chat_id=OWNER
    )

    async with ClientSession() as web, web.get(permalink_of(first) + ".json") as document:
        versions = (await document.json())["versions"]
    assert [version["permalink"] for version in versions] == [permalink_of(second), permalink_of(first)]


async def test_failures_are_said_in_words(service: Service, chat: LocalChat, site: Site) -> None:
    for address, word in (
        ("http://127.0.0.1:1/nobody", "127.0.0.1"),
        ("http://no-such-host.invalid/", "no-such-host.invalid"),
        (site.url("/missing"), "404"),
    ):
        sent = await chat.send_text(OWNER, OWNER, address)
        answer = await finished_answer_to(chat, sent)
        assert word in answer.words
        assert any(button.kind == "callback_data" for button in answer.buttons)


async def test_not_a_web_address_is_one_line(service: Service, chat: LocalChat) -> None:
    sent = await chat.send_text(OWNER, OWNER, "ftp://example.com/file")
    answer = await reply_to(chat, sent)

    assert not PERMALINK.search(answer.text)
    assert "ftp" in answer.text


async def test_stranger_is_turned_away_once(service: Service, chat: LocalChat, site: Site) -> None:
    stranger = 999
    await chat.send_text(stranger, stranger, site.url("/short"))
    line = await chat.wait_for(lambda message: message.sender_id != stranger, 10, chat_id=stranger)
    await chat.send_text(stranger, stranger, "/find short")
    await save(chat, site.url("/short"))

    assert [message.text for message in chat.messages(stranger) if message.sender_id != stranger] == [line.text]
    assert str(stranger) in line.text


async def test_libraries_are_apart(service: Service, chat: LocalChat, site: Site) -> None:
    mine = await save(chat, f"{site.url('/short')} #mine")
    asked = await chat.send_text(FRIEND, FRIEND, "/find #mine")
    found = await reply_to(chat, asked)

    assert permalink_of(mine) not in found.text
    foreign = next(button for button in mine.buttons if button.kind == "callback_data")
    await chat.press_data(FRIEND, found.message_id, foreign.value, FRIEND)
    assert (await chat.inline_query(FRIEND, "#mine")).results == ()
    assert len(chat.messages(OWNER)) == 2


async def test_deleted_link_is_gone_and_comes_back(service: Service, chat: LocalChat, site: Site) -> None:
    answer = await save(chat, f"{site.url('/short')} #gone")
    await chat.send_text(OWNER, OWNER, "/delete", reply_to=answer.message_id)
    offered = await chat.wait_for(lambda message: "ndo" in str(message.markup), 10, chat_id=OWNER)
    async with ClientSession() as web, web.get(permalink_of(answer)) as page:
        assert page.status == 404

    await chat.press(offered.buttons[0], OWNER)

    async with ClientSession() as web, web.get(permalink_of(answer)) as page:
        assert page.status == 200


async def test_tall_page_comes_legible_and_whole(service: Service, chat: LocalChat, site: Site) -> None:
    answer = await save(chat, site.url("/tall"))
    button = next(button for button in answer.buttons if "Full page" in button.text)
    await chat.press(button, OWNER)

    document = await chat.wait_for(lambda message: bool(message.document_key), 20, chat_id=OWNER)

    assert chat.document_bytes(document).startswith(b"\xff\xd8")
    assert BytesIO(chat.document_bytes(document)).getbuffer().nbytes > len(chat.photo_bytes(answer))
