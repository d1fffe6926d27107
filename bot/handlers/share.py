"""/share in reply to an answer: an address that ends by itself. /shares lists them, each with its way back."""

from telegram import Message, Update

from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.parsing.spans import parse_span
from bot.services.sharing import USUAL, share, show_shares, take_back
from bot.services.showing import show_latest
from bot.views.sharing import render_share, render_shares
from bot.views.texts import Hint, render_hint


async def share_links(update: Update, context: Context) -> None:
    """Share what the answered message stands for."""
    caller, ports, words = context.caller, context.house.ports, read_words(update)
    links = await list_answered_links(update, context)
    lasts = parse_span(words) if words else USUAL
    if not links or lasts is None:
        hint = Hint.SHARE_REPLY if links else hint_for(update, Hint.SHARE_REPLY)
        await context.answer(render_hint(hint, caller.translator))
        return
    person_id = caller.person.id if caller.person else None
    for link in links:
        card = await show_latest(link.id, ports.public_url)
        made = await share(caller.chat.id, card.permalink_id, lasts, person_id, ports)
        await context.answer(render_share(made, caller.translator))


async def list_shared(_update: Update, context: Context) -> None:
    """List what this chat shares."""
    shares = await show_shares(context.caller.chat.id, context.house.ports)
    await context.answer(render_shares(shares, context.caller.translator))


async def take_share_back(share_id: int, message: Message, context: Context) -> None:
    """End one of this chat's shares; the message that offered it says what is still shared."""
    caller, ports = context.caller, context.house.ports
    await take_back(caller.chat.id, share_id)
    shares = await show_shares(caller.chat.id, ports)
    reply = render_shares(shares, caller.translator)
    await context.house.messenger.rewrite(message.chat_id, message.message_id, reply)
