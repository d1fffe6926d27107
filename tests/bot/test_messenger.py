import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from telegram import InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.callbacks import Recapture, encode
from bot.chat import build_application, read_bot_id
from bot.errors import ChatGone, ChatMoved, MessageGone, MessageRefused, MessengerError, RetryLater
from bot.localchat import LocalChat, LocalChatConfig, Message, open_localchat
from bot.messenger import TelegramMessenger, build_markup, translated_errors
from bot.replies import Button, Reply
from bot.services.cards import ProgressCard
from bot.services.ports import Photo, Target
from capture.fake import draw_page
from tests.bot.views.samples import CARD, FAILED

OWNER = 101
T = TypeVar("T")

PICTURE = draw_page(1280, 900)[1].content
QUEUED = ProgressCard("https://example.com/one", "queued", 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A messenger, and the chat at the other end."""

    chat: LocalChat
    messenger: TelegramMessenger
    bot: ExtBot[int]

    def said(self) -> list[Message]:
        """What the bot has said to the owner."""
        return [message for message in self.chat.messages(OWNER) if message.sender_id != OWNER]

    def fail(self, method: str, status: int, description: str, *, times: int = 1, **parameters: int) -> None:
        """Let Telegram say no."""
        self.chat.fail_next(method, status, description, dict(parameters) or None, times)


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with open_localchat(LocalChatConfig(tmp_path, owner_id=OWNER)) as chat:
        application = build_application(chat.token, chat.api_root)
        async with application:
            await chat.send_text(OWNER, OWNER, "/start")
            yield Line(chat, TelegramMessenger(application.bot, read_bot_id(chat.token)), application.bot)


async def quickly(work: Awaitable[T], seconds: float = 5) -> T:
    async with asyncio.timeout(seconds):
        return await work


async def test_acknowledgement_becomes_the_answer_and_an_edit_done_twice_changes_nothing(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    first = await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(content=PICTURE))
    second = await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(file_id=first.photo_file_id))

    (message,) = line.said()
    assert (first.message_id, second.message_id) == (message_id, message_id)
    assert first.photo_file_id
    assert line.chat.photo_bytes(message).startswith(b"\xff\xd8")
    assert CARD.permalink in message.caption


async def test_acknowledgement_answers_the_message_even_where_that_is_gone(line: Line) -> None:
    sent = await line.chat.send_text(OWNER, OWNER, "https://example.com/one")

    await line.messenger.acknowledge(Target(OWNER, sent.message_id), QUEUED)
    await line.messenger.acknowledge(Target(OWNER, 987_654), QUEUED)

    assert [message.reply_to for message in line.said()] == [sent.message_id, 0]


async def test_progress_is_an_edit_and_told_again_is_no_trouble(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    for _ in range(2):
        await line.messenger.show_progress(Target(OWNER), message_id, ProgressCard(QUEUED.url, "opening"))

    (message,) = line.said()
    assert "opening" in message.text


async def test_late_progress_does_not_overwrite_a_picture(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(content=PICTURE))

    with pytest.raises(MessageRefused):
        await line.messenger.show_progress(Target(OWNER), message_id, ProgressCard(QUEUED.url, "opening"))

    assert CARD.permalink in line.said()[0].caption


async def test_answer_without_a_picture_is_a_text(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    for _ in range(2):
        await line.messenger.show_card(Target(OWNER), message_id, FAILED, None)

    (message,) = line.said()
    assert FAILED.permalink in message.text


async def test_acknowledgement_that_was_deleted_is_reported(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    await line.bot.delete_message(OWNER, message_id)

    for photo in (None, Photo(content=PICTURE)):
        with pytest.raises(MessageGone):
            await line.messenger.show_card(Target(OWNER), message_id, CARD, photo)


async def test_picture_that_telegram_has_forgotten_is_refused(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)

    with pytest.raises(MessageRefused):
        await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(file_id="AgACAgIAAxkBAAforgotten"))


async def test_words_of_an_answer_are_rewritten_and_its_picture_stays(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(content=PICTURE))
    for _ in range(2):
        await line.messenger.refresh_card(Target(OWNER), message_id, replace(CARD, tags=("sea", "港口")))

    (message,) = line.said()
    assert "#sea" in message.caption
    assert "#港口" in message.caption
    assert message.photo_group


async def test_words_of_an_answer_without_a_picture_are_rewritten(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    await line.messenger.show_card(Target(OWNER), message_id, FAILED, None)

    await line.messenger.refresh_card(Target(OWNER), message_id, replace(FAILED, tags=("sea",)))

    assert "#sea" in line.said()[0].text


async def test_file_is_sent_as_a_document(line: Line) -> None:
    await line.messenger.send_file(Target(OWNER), PICTURE, "page.jpg", Reply("<b>whole</b>"))

    (message,) = line.said()
    assert line.chat.document_bytes(message) == PICTURE
    assert message.caption == "whole"


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", ChatGone),
        (403, "Forbidden: bot was kicked from the supergroup chat", ChatGone),
        (400, "Bad Request: chat not found", ChatGone),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", ChatGone),
        (400, "Bad Request: message to edit not found", MessageGone),
        (400, "Bad Request: message can't be edited", MessageGone),
        (400, "Bad Request: can't parse entities: Unsupported start tag", MessageRefused),
        (400, "Bad Request: MESSAGE_TOO_LONG", MessageRefused),
        (413, "Request Entity Too Large", MessageRefused),
        (403, "Forbidden", RetryLater),
        (401, "Unauthorized", RetryLater),
        (404, "Not Found", RetryLater),
        (500, "Internal Server Error", RetryLater),
        (502, "Bad Gateway", RetryLater),
    ],
)
async def test_what_telegram_says_becomes_our_error(
    line: Line, status: int, description: str, expected: type[MessengerError]
) -> None:
    line.fail("editMessageText", status, description)

    with pytest.raises(MessengerError) as failure:
        await line.messenger.rewrite(OWNER, 1, Reply("words"))

    assert type(failure.value) is expected


async def test_group_that_moved_names_its_new_number(line: Line) -> None:
    line.fail(
        "sendMessage",
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=-1001234567890,
    )

    with pytest.raises(ChatMoved) as moved:
        await line.messenger.acknowledge(Target(OWNER), QUEUED)

    assert moved.value.new_chat_id == -1001234567890


async def test_flood_limit_of_an_acknowledgement_is_the_callers_business(line: Line) -> None:
    line.fail("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)

    with pytest.raises(RetryLater) as limit:
        await quickly(line.messenger.acknowledge(Target(OWNER), QUEUED))

    assert limit.value.seconds == 30


async def test_flood_limit_of_a_reply_is_waited_out_without_stopping_other_chats(line: Line) -> None:
    line.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(line.messenger.say(Target(OWNER), Reply("late")), name="say")
        await asyncio.sleep(0.2)
        await quickly(line.messenger.acknowledge(Target(OWNER), QUEUED), 0.5)
        assert not waiting.done()

    assert sorted(message.text == "late" for message in line.said()) == [False, True]


async def test_outage_means_later_for_what_is_sent(line: Line) -> None:
    line.chat.go_down()

    with pytest.raises(RetryLater):
        await line.messenger.acknowledge(Target(OWNER), QUEUED)


async def test_lost_answer_means_later_though_the_edit_was_made(line: Line) -> None:
    message_id = await line.messenger.acknowledge(Target(OWNER), QUEUED)
    line.chat.drop_after_accept("editMessageMedia")
    with pytest.raises(RetryLater):
        await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(content=PICTURE))

    await line.messenger.show_card(Target(OWNER), message_id, CARD, Photo(content=PICTURE))

    assert len(line.said()) == 1


async def test_silence_is_trouble_too() -> None:
    with pytest.raises(RetryLater):
        async with translated_errors(0.01):
            await asyncio.sleep(5)


def test_every_kind_of_button_has_its_form() -> None:
    markup = build_markup(
        (
            (Button("page", url="https://example.com/"), Button("again", callback=encode(Recapture(7)))),
            (Button("copy", copy_text="https://keep.example.org/s/x"), Button("find", inline_query="")),
        )
    )

    assert isinstance(markup, InlineKeyboardMarkup)
    (page, again), (copied, find) = markup.inline_keyboard
    assert page.url == "https://example.com/"
    assert again.callback_data == encode(Recapture(7))
    assert copied.copy_text is not None
    assert copied.copy_text.text == "https://keep.example.org/s/x"
    assert find.switch_inline_query_current_chat == ""
    assert build_markup(()) is None
