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
    """Return one page of the answer to a query in this chat's library, the last one where that page has gone."""
    query = fold_query(query)
    ports = context.house.ports
    parsed = parse_query(query, ports.clock().date())
    chat_id = context.caller.chat.id
    found = await find(chat_id, parsed.query, page, ports.public_url)
    if page >= found.pages:
        found = await find(chat_id, parsed.query, found.pages - 1, ports.public_url)
    return render_found(found, query, context.caller.translator, now=ports.clock(), problems=parsed.problems)


def read_words(update: Update) -> str:
    """What stands behind the command."""
    message = update.effective_message
    words = (message.text or "").split(maxsplit=1) if message else []  # a line break or an ideographic space will do
    return words[1].strip() if len(words) > 1 else ""
