"""`⋯` below an answer: its further buttons; and the versions of its link, a page of them."""

from telegram import Message

from bot.handlers.context import Context
from bot.services.showing import show_latest, show_permalink
from bot.views.keyboards import card_keyboard
from bot.views.versions import render_versions
from models.errors import NotFound
from models.tables import Link

ON_TOP = "🕰"  # begins a list of versions


async def open_more(permalink_id: str, message: Message, context: Context) -> None:
    """Show the further buttons of an answer below it; raise `NotFound`."""
    house = context.house
    card = await show_permalink(permalink_id, house.ports.public_url)
    if card.chat_id != context.caller.chat.id:
        raise NotFound("no such snapshot in this chat")
    keyboard = card_keyboard(card, context.caller.translator, is_open=True)
    await house.messenger.set_keyboard(message.chat_id, message.message_id, keyboard)


async def list_versions_of(link: Link, page: int, message: Message, context: Context) -> None:
    """List the versions of one of this chat's links; another page in the place of the one before."""
    house = context.house
    card = await show_latest(link.id, house.ports.public_url)
    reply = render_versions(card, page, context.caller.translator)
    if (message.text or "").startswith(ON_TOP):
        await house.messenger.rewrite(message.chat_id, message.message_id, reply)
    else:
        await context.answer(reply)
