"""/find: what is asked for, five to a page."""

from telegram import Update

from bot.handlers.context import Context
from bot.parsing.query import parse_query
from bot.replies import Reply
from bot.services.correcting import correct
from bot.services.finding import find
from bot.views.lists import fold_query, render_found
from bot.views.texts import Hint, render_hint
from models.errors import NotFound


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
    meant = "" if found.total else await correct(chat_id, query, parsed)
    return render_found(
        found, query, context.caller.translator, now=ports.clock(), problems=parsed.problems, meant=meant
    )


async def build_meant(query: str, context: Context) -> Reply:
    """Return the answer to what was probably meant; raise `NotFound` where nobody can say."""
    ports = context.house.ports
    meant = await correct(context.caller.chat.id, query, parse_query(query, ports.clock().date()))
    if not meant:
        raise NotFound("nothing like it is there any more")
    return await build_page(meant, 0, context)


def read_words(update: Update) -> str:
    """What stands behind the command."""
    message = update.effective_message
    words = (message.text or "").split(maxsplit=1) if message else []  # a line break or an ideographic space will do
    return words[1].strip() if len(words) > 1 else ""
