"""/language: in which language the bot speaks in this chat."""

from telegram import Update

from bot.handlers.context import Context
from bot.views.settings import render_language


async def offer_languages(_update: Update, context: Context) -> None:
    """Offer the languages as buttons."""
    await context.answer(render_language(context.caller.chat.language, context.caller.translator))
