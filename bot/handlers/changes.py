"""/changes in reply to an answer, and the button *What changed?*: two versions side by side, in one picture."""

from telegram import Update

from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.services.cards import ComparisonCard
from bot.services.comparing import compare_in_chat, compare_newest
from bot.views.changes import render_changes
from bot.views.texts import Hint, render_hint
from models.links import attach_message
from models.tables import MessageRole


async def show_changes(update: Update, context: Context) -> None:
    """Say what changed in the links of the answered message."""
    links = await list_answered_links(update, context)
    for link in links:
        message_id = await _tell(await compare_newest(link.id, context.house.ports), context)
        await _attach(message_id, link.id, context)
    if not links:
        await context.answer(render_hint(hint_for(update, Hint.CHANGES_REPLY), context.caller.translator))


async def tell_changes_of(permalink_id: str, context: Context) -> None:
    """Say what changed in one of this chat's snapshots; raise `NotFound` or `InvalidRequest`."""
    await _tell(await compare_in_chat(context.caller.chat.id, permalink_id, context.house.ports), context)


async def _tell(card: ComparisonCard, context: Context) -> int:
    house, caller = context.house, context.caller
    reply = render_changes(card, caller.translator)
    if card.picture is None:
        return await context.answer(reply)
    content = await house.ports.blobs.get(card.picture.sha256)
    return await house.messenger.send_photo(caller.target, content, reply)


async def _attach(message_id: int, link_id: int, context: Context) -> None:
    """Let replies to what was said count as replies to the answer."""
    house = context.house
    await attach_message(house.messenger.bot_id, context.caller.target.chat_id, message_id, MessageRole.ANSWER, link_id)
