"""/find: what is asked for, five to a page."""

from telegram import Update

from bot.handlers.context import Context
from bot.parsing.query import parse_query
from bot.replies import Reply
from bot.services.finding import find
from bot.views.lists import fold_query, render_found
from bot.views.texts import Hint, render_hint


async def find_links(update: Update, context: Context) -> None:
    """Answer /find with the first page."""
    query = read_words(update)
    if not query:
        await context.answer(render_hint(Hint.EMPTY_FIND, context.caller.translator))
        return
    await context.answer(await build_page(query, 0, context))


async def build_page(query: str, page: int, context: Context) -> Reply:
    """Return one page of the answer to a query in this chat's library."""
    query = fold_query(query)
    ports = context.house.ports
    parsed = parse_query(query, ports.clock().date())
    found = await find(context.caller.chat.id, parsed.query, page, ports.public_url)
    return render_found(found, query, context.caller.translator, now=ports.clock(), problems=parsed.problems)


def read_words(update: Update) -> str:
    """What stands behind the command."""
    message = update.effective_message
    text = message.text if message else None
    return (text or "").partition(" ")[2].strip() if text and " " in text else ""
