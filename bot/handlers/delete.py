"""/delete in reply to an answer: the link goes into the bin, and an Undo button comes."""

from telegram import Update

from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.services.removing import remove
from bot.views.texts import Hint, render_deleted, render_hint


async def delete_links(update: Update, context: Context) -> None:
    """Delete the links of the answered message."""
    caller = context.caller
    links = await list_answered_links(update, context)
    for link in links:
        await remove(caller.chat.id, link.id, context.house.ports, caller.person.id if caller.person else None)
        await context.answer(render_deleted(link.title or link.url, link.id, caller.translator))
    if not links:
        await context.answer(render_hint(hint_for(update, Hint.DELETE_REPLY), caller.translator))
