"""/private and /newlink in reply to an answer: who a permalink opens for, and another one instead of it."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.answered import hint_for, list_answered_links
from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.services.cards import SnapshotCard
from bot.services.privacy import choose_privacy, renew_addresses
from bot.services.refreshing import refresh_answers
from bot.views.privacy import render_privacy, render_renewed
from bot.views.texts import Hint, render_hint
from models.tables import Link

WORDS = {"": True, "on": True, "开": True, "off": False, "关": False}


async def make_private(update: Update, context: Context) -> None:
    """Let the answered links open for this chat's people only, or by `off` for whoever has the permalink."""
    word = read_words(update).strip().casefold()
    caller, ports = context.caller, context.house.ports

    async def choose(link: Link) -> SnapshotCard:
        return await choose_privacy(caller.chat.id, link.id, is_private=WORDS[word], ports=ports)

    cards = await _change(update, context, choose) if word in WORDS else ()
    for card in cards:
        await context.answer(render_privacy(card, caller.translator))
    if not cards:
        await context.answer(render_hint(hint_for(update, Hint.PRIVATE_REPLY), caller.translator))


async def renew_links(update: Update, context: Context) -> None:
    """Give the answered links new permalinks."""
    caller, ports = context.caller, context.house.ports

    async def renew(link: Link) -> SnapshotCard:
        return await renew_addresses(caller.chat.id, link.id, ports)

    cards = await _change(update, context, renew)
    for card in cards:
        await context.answer(render_renewed(card, caller.translator))
    if not cards:
        await context.answer(render_hint(hint_for(update, Hint.NEWLINK_REPLY), caller.translator))


async def _change(
    update: Update, context: Context, change: Callable[[Link], Awaitable[SnapshotCard]]
) -> list[SnapshotCard]:
    """Change each answered link, and let its newest answers say so."""
    cards = []
    for link in await list_answered_links(update, context):
        cards.append(await change(link))
        await refresh_answers(link.id, context.house.ports, context.house.messenger)
    return cards
