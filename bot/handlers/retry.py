"""/retry in reply to an answer: the page is captured again, as a version of its own."""

from telegram import Update

from bot.callbacks import Look
from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.services.choosing import looking, view_of
from bot.services.delivering import acknowledge
from bot.services.saving import capture_again
from bot.views.texts import Hint, render_hint
from models.tables import Link


async def retry_links(update: Update, context: Context) -> None:
    """Capture the links of the answered message again."""
    links = await list_answered_links(update, context)
    for link in links:
        await recapture(link, context)
    if not links:
        await context.answer(render_hint(hint_for(update, Hint.RETRY_REPLY), context.caller.translator))


async def recapture(link: Link, context: Context, look: Look | None = None) -> None:
    """Queue one more capture of a link and acknowledge it; looked at as its chat likes it, but for `look`."""
    view = view_of(context.caller.chat)
    house = context.house
    receipt = await capture_again(link, context.caller.target, house.ports, looking(view, look) if look else view)
    await acknowledge(receipt, house.ports, house.messenger)
    house.answers.ring()
