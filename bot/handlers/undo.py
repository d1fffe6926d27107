"""/undo and /bin: what was destroyed comes back."""

from telegram import Update

from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.refreshing import refresh_answers
from bot.services.tag_lists import show_bin
from bot.services.undoing import link_of, undo, undo_last
from bot.views.editing import render_bin, render_undone
from bot.views.html import say
from models.tables import Deed


async def undo_newest(_update: Update, context: Context) -> None:
    """Answer /undo: the newest deed of whoever asks, or of anybody where an owner does."""
    caller = context.caller
    deed = await undo_last(caller.chat.id, caller.person, context.house.ports)
    if deed is None:
        await context.answer(Reply(say(caller.translator, "undone.nothing")))
        return
    await _tell(deed, context)


async def undo_one(deed_id: int, context: Context) -> None:
    """Take back what an Undo button stands for; raise `NotFound`."""
    caller = context.caller
    await _tell(await undo(caller.chat.id, deed_id, caller.person, context.house.ports), context)


async def list_bin(_update: Update, context: Context) -> None:
    """Answer /bin with what was deleted last."""
    caller = context.caller
    links, total = await show_bin(caller.chat.id, context.house.ports)
    await context.answer(render_bin(links, total, caller.translator))


async def _tell(deed: Deed, context: Context) -> None:
    house = context.house
    if link_id := link_of(deed):
        await refresh_answers(link_id, house.ports, house.messenger)
    await context.answer(render_undone(deed.kind, context.caller.translator))
