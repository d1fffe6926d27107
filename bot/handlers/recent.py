"""/recent: the newest links of the chat."""

from telegram import Update

from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.finding import recent
from bot.views.lists import render_recent


async def list_recent_links(_update: Update, context: Context) -> None:
    """Answer /recent with the first page."""
    await context.answer(await build_page(0, context))


async def build_page(page: int, context: Context) -> Reply:
    """Return one page of the newest links, the last one where that page has gone."""
    ports = context.house.ports
    chat_id = context.caller.chat.id
    found = await recent(chat_id, page, ports.public_url)
    if page >= found.pages:
        found = await recent(chat_id, found.pages - 1, ports.public_url)
    return render_recent(found, context.caller.translator, now=ports.clock())
