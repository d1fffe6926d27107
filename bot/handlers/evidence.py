"""A photo, PDF or HTML in reply to an answer: what the person saw, kept as their evidence."""

from telegram import Message, Update
from telegram.error import BadRequest, TelegramError

from bot.errors import InvalidRequest, RetryLater
from bot.handlers.context import Context
from bot.services.evidence import MAX_BYTES, find_witnessed, keep_evidence
from bot.services.refreshing import refresh_answers
from bot.services.showing import show_latest, show_snapshot
from bot.views.texts import render_evidence, render_evidence_request
from models.links import attach_message, get_link
from models.tables import MessageRole

PAUSE = 5.0


async def take_evidence(update: Update, message: Message, context: Context) -> bool:
    """Keep what a reply brings along; False where it brings nothing, or answers nothing that stands for a link."""
    answered = message.reply_to_message
    if answered is None or not (message.photo or message.document) or _is_edit(update):
        return False
    house, caller = context.house, context.caller
    witnessed = await find_witnessed(house.messenger.bot_id, message.chat_id, answered.message_id)
    if witnessed is None:
        return False
    link, snapshot = witnessed
    content, declared = await _download(message)
    await keep_evidence(link, snapshot, content, declared, house.ports)
    await refresh_answers(link.id, house.ports, house.messenger)
    card = await show_snapshot(snapshot.id, house.ports.public_url)
    await context.answer(render_evidence(card, caller.translator))
    return True


async def ask_for_evidence(link_id: int, context: Context) -> None:
    """Say what can be sent; a reply to this message counts as one to the answer."""
    house, caller = context.house, context.caller
    link = await get_link(caller.chat.id, link_id)
    card = await show_latest(link.id, house.ports.public_url)
    message_id = await context.answer(render_evidence_request(card, caller.translator))
    await attach_message(house.messenger.bot_id, caller.target.chat_id, message_id, MessageRole.ANSWER, link.id)


def _is_edit(update: Update) -> bool:
    return update.edited_message is not None or update.edited_channel_post is not None


async def _download(message: Message) -> tuple[bytes, str]:
    """The bytes of what was sent, and what Telegram calls them."""
    sent = message.document or message.photo[-1]
    if (sent.file_size or 0) > MAX_BYTES:
        raise InvalidRequest("evidence_too_large")
    declared = message.document.mime_type or "" if message.document else "image/jpeg"
    try:
        file = await sent.get_file()
        return bytes(await file.download_as_bytearray()), declared
    except BadRequest as error:
        raise InvalidRequest("evidence_too_large") from error
    except TelegramError as error:
        raise RetryLater(error.message, PAUSE) from error
