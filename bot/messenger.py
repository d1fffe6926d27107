"""The only way out to Telegram: cards become messages, Telegram's errors become ours."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from telegram import (
    ChatMember,
    ChatMemberRestricted,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    WebAppInfo,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.errors import ChatGone, ChatMoved, MessageGone, MessageRefused, MessengerError, RetryLater
from bot.i18n import get_translator
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import NewsCard, ProgressCard, SnapshotCard
from bot.services.ports import Photo, Shown, Target
from bot.views.cards import render_card, render_known_card, render_progress
from bot.views.news import render_news

log = logging.getLogger(__name__)

SEND_WITHIN = 8.0  # seconds; below the time after which a row is acknowledged by whoever delivers
UPLOAD_WITHIN = 60.0
ASK_WITHIN = 3.0  # a page of the web waits meanwhile
PRESENT = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})
OUTAGE_PAUSE = 5.0
MAX_FLOOD_WAITS = 2
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

T = TypeVar("T")

# Texts of the Bot API server, compared by prefix and without case: PTB capitalises what the server says.
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NOT_THERE = "forbidden: "  # and the reason, where it is Telegram who says so
TOO_LARGE = "request entity too large"
NO_CHAT = ("chat not found", "peer_id_invalid", "group chat was upgraded", "chat_write_forbidden", "topic_")


def _starts(error: TelegramError, prefixes: str | tuple[str, ...]) -> bool:
    return error.message.casefold().startswith(prefixes)


@asynccontextmanager
async def translated_errors(seconds: float) -> AsyncIterator[None]:
    """Give Telegram `seconds`, and turn what it says into this house's errors."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise RetryLater("Telegram did not answer in time", OUTAGE_PAUSE) from error
    except RetryAfter as error:
        raise RetryLater("flood limit", _seconds_of(error)) from error
    except ChatMigrated as error:
        raise ChatMoved(error.message, error.new_chat_id) from error
    except (Forbidden, BadRequest) as error:
        raise _what_is_refused(error) from error
    except NetworkError as error:
        if _starts(error, TOO_LARGE):
            raise MessageRefused(error.message) from error
        raise RetryLater(error.message, OUTAGE_PAUSE) from error
    except TelegramError as error:  # 401, 404, 409: nothing is wrong with the message
        raise RetryLater(error.message, OUTAGE_PAUSE) from error


def _what_is_refused(error: Forbidden | BadRequest) -> MessengerError:
    if isinstance(error, Forbidden) and not _starts(error, NOT_THERE):
        return RetryLater(error.message, OUTAGE_PAUSE)  # somebody between us and Telegram, for as long as that lasts
    if isinstance(error, Forbidden) or _starts(error, NO_CHAT):
        return ChatGone(error.message)
    return (MessageGone if _starts(error, GONE) else MessageRefused)(error.message)


def _seconds_of(error: RetryAfter) -> float:
    pause = error.retry_after
    return pause if isinstance(pause, int | float) else pause.total_seconds()


async def _patiently(send: Callable[[], Awaitable[T]]) -> T:
    """Send, and wait out a flood limit here where no row waits for it: what was refused so has not been done."""
    for _ in range(MAX_FLOOD_WAITS):
        try:
            return await send()
        except RetryAfter as error:
            await asyncio.sleep(_seconds_of(error))
    return await send()


def build_markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Return Telegram's form of the rows of buttons."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_build_button(button) for button in row] for row in keyboard])


def _build_button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    if button.web_app:
        return InlineKeyboardButton(button.text, web_app=WebAppInfo(button.web_app))
    if button.copy_text:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy_text))
    if button.inline_query is not None:
        return InlineKeyboardButton(button.text, switch_inline_query_current_chat=button.inline_query)
    return InlineKeyboardButton(button.text, callback_data=button.callback)


class TelegramMessenger:
    """Sends and edits through one bot; see `bot.services.ports.Messenger` for the promises."""

    def __init__(self, bot: ExtBot[int], bot_id: int) -> None:
        self._bot = bot
        self._bot_id = bot_id

    @property
    def bot_id(self) -> int:
        """The bot to which message and file ids belong."""
        return self._bot_id

    async def is_member(self, chat_id: int, user_id: int) -> bool | None:
        """Whether somebody is in a group; None where Telegram does not tell."""
        try:
            async with asyncio.timeout(ASK_WITHIN):
                member = await self._bot.get_chat_member(chat_id, user_id)
        except (TelegramError, TimeoutError, RuntimeError) as error:  # the last before the library has logged in
            log.info("membership not told", extra={"chat": chat_id, "reason": str(error)})
            return None
        return member.status in PRESENT or (isinstance(member, ChatMemberRestricted) and member.is_member)

    async def say(self, target: Target, reply: Reply) -> int:
        """Send a text; return its message id."""
        send = partial(
            self._bot.send_message,
            target.chat_id,
            reply.html,
            parse_mode=ParseMode.HTML,
            reply_markup=ForceReply(selective=True) if reply.asks else build_markup(reply.keyboard),
            link_preview_options=NO_PREVIEW,
            message_thread_id=target.thread_id,
            reply_parameters=_reply_parameters(target),
        )
        async with translated_errors(UPLOAD_WITHIN):
            message = await _patiently(send)
        return message.message_id

    async def rewrite(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """Replace the text and buttons of one of our text messages."""
        async with translated_errors(SEND_WITHIN):
            await self._edit_text(chat_id, message_id, reply)

    async def set_keyboard(self, chat_id: int, message_id: int, keyboard: Keyboard) -> None:
        """Replace the buttons of one of our messages."""
        async with translated_errors(SEND_WITHIN):
            try:
                await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=build_markup(keyboard))
            except BadRequest as error:
                if not _starts(error, UNCHANGED):
                    raise

    async def send_file(self, target: Target, content: bytes, name: str, caption: Reply) -> None:
        """Send a document."""
        send = partial(
            self._bot.send_document,
            target.chat_id,
            InputFile(content, filename=name),
            caption=caption.html,
            parse_mode=ParseMode.HTML,
            reply_markup=build_markup(caption.keyboard),
            message_thread_id=target.thread_id,
            reply_parameters=_reply_parameters(target),
            disable_content_type_detection=True,
        )
        async with translated_errors(UPLOAD_WITHIN):
            await _patiently(send)

    async def send_photo(self, target: Target, content: bytes, caption: Reply) -> int:
        """Send a picture with its caption; return the message id."""
        send = partial(
            self._bot.send_photo,
            target.chat_id,
            InputFile(content, filename="changes.jpg"),
            caption=caption.html,
            parse_mode=ParseMode.HTML,
            reply_markup=build_markup(caption.keyboard),
            message_thread_id=target.thread_id,
            reply_parameters=_reply_parameters(target),
        )
        async with translated_errors(UPLOAD_WITHIN):
            message = await _patiently(send)
        return message.message_id

    async def acknowledge(self, target: Target, progress: ProgressCard) -> int:
        """Send the acknowledgement; a flood limit is the caller's business, whose row waits."""
        reply = render_progress(progress, get_translator(target.language))
        async with translated_errors(SEND_WITHIN):
            message = await self._bot.send_message(
                target.chat_id,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=target.thread_id,
                reply_parameters=_reply_parameters(target),
            )
        return message.message_id

    async def show_progress(self, target: Target, message_id: int, progress: ProgressCard) -> None:
        """Tell in the acknowledgement which step the capture is at."""
        reply = render_progress(progress, get_translator(target.language))
        async with translated_errors(SEND_WITHIN):
            await self._edit_text(target.chat_id, message_id, reply)

    async def show_card(self, target: Target, message_id: int, card: SnapshotCard, photo: Photo | None) -> Shown:
        """Turn the acknowledgement into the answer."""
        async with translated_errors(UPLOAD_WITHIN):
            return await self._answer(target, message_id, _render(card, target), photo)

    async def show_news(self, target: Target, message_id: int, news: NewsCard, photo: Photo | None) -> Shown:
        """Turn the announcement of news into the news."""
        reply = render_news(news, get_translator(target.language))
        async with translated_errors(UPLOAD_WITHIN):
            return await self._answer(target, message_id, reply, photo)

    async def refresh_card(self, target: Target, message_id: int, card: SnapshotCard) -> None:
        """Rewrite the words of an answer that stands in the chat; its picture stays."""
        reply = _render(card, target)
        async with translated_errors(SEND_WITHIN):
            if card.artifact("photo") is None:
                await self._edit_text(target.chat_id, message_id, reply)
                return
            try:
                await self._bot.edit_message_caption(
                    target.chat_id,
                    message_id,
                    caption=reply.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=build_markup(reply.keyboard),
                )
            except BadRequest as error:
                if not _starts(error, UNCHANGED):
                    raise

    async def _answer(self, target: Target, message_id: int, reply: Reply, photo: Photo | None) -> Shown:
        if photo is None:
            await self._edit_text(target.chat_id, message_id, reply)
            return Shown(message_id)
        media = InputMediaPhoto(
            photo.file_id or InputFile(photo.content, filename="screenshot.jpg", attach=True),
            caption=reply.html,
            parse_mode=ParseMode.HTML,
        )
        try:
            message = await self._bot.edit_message_media(
                media, target.chat_id, message_id, reply_markup=build_markup(reply.keyboard)
            )
        except BadRequest as error:
            if not _starts(error, UNCHANGED):
                raise
            return Shown(message_id, photo.file_id)
        return Shown(message_id, _photo_id(message) if isinstance(message, Message) else "")

    async def _edit_text(self, chat_id: int, message_id: int, reply: Reply) -> None:
        try:
            await self._bot.edit_message_text(
                reply.html,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=build_markup(reply.keyboard),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if not _starts(error, UNCHANGED):
                raise


def _render(card: SnapshotCard, target: Target) -> Reply:
    render = render_known_card if target.is_known else render_card
    return render(card, get_translator(target.language), now=datetime.now(UTC))


def _reply_parameters(target: Target) -> ReplyParameters | None:
    if target.reply_to is None:
        return None
    return ReplyParameters(target.reply_to, allow_sending_without_reply=True)


def _photo_id(message: Message) -> str:
    """Telegram's id of the largest size of the picture that was shown."""
    return message.photo[-1].file_id if message.photo else ""
