"""/tags: the chat's tags and how many links bear each."""

from telegram import Update

from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.finding import tags
from bot.views.lists import render_tags


async def list_chat_tags(_update: Update, context: Context) -> None:
    """Answer /tags with the first page."""
    await context.answer(await build_page(0, context))


async def build_page(page: int, context: Context) -> Reply:
    """Return one page of the tags, the last one where that page has gone."""
    chat_id = context.caller.chat.id
    listed = await tags(chat_id, page)
    if page >= listed.pages:
        listed = await tags(chat_id, listed.pages - 1)
    return render_tags(listed, context.caller.translator)
