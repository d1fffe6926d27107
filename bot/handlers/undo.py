"""/undo and /bin: what was destroyed comes back."""

from telegram import Update

from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.refreshing import refresh_answers
from bot.services.showing import show_latest
from bot.services.tag_lists import BIN_SHOWN, show_bin
from bot.services.undoing import link_of, undo, undo_last
from bot.views.editing import render_bin, render_undone
from bot.views.html import say
from bot.views.texts import render_about
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
    await context.answer(await build_bin(0, context))


async def build_bin(page: int, context: Context) -> Reply:
    """Return one page of the bin, the last one where that page has gone."""
    caller, ports = context.caller, context.house.ports
    links, total = await show_bin(caller.chat.id, ports, page=page)
    if not links and total:
        page = (total - 1) // BIN_SHOWN
        links, total = await show_bin(caller.chat.id, ports, page=page)
    return render_bin(links, total, caller.translator, page=page, page_size=BIN_SHOWN)


async def _tell(deed: Deed, context: Context) -> None:
    house, said = context.house, render_undone(deed.kind, context.caller.translator)
    if link_id := link_of(deed):
        await refresh_answers(link_id, house.ports, house.messenger)
        card = await show_latest(link_id, house.ports.public_url)
        said = render_about(card, said.html, context.caller.translator)
    await context.answer(said)
