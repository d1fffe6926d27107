"""/settings: what has been chosen and used in this chat."""

from telegram import Update

from bot.handlers.context import Context
from bot.replies import Reply
from bot.services.choosing import describe_settings
from bot.views.settings import render_settings


async def show_settings(_update: Update, context: Context) -> None:
    """Show the chat's settings, with buttons to choose otherwise."""
    await context.answer(await build_settings(context))


async def build_settings(context: Context) -> Reply:
    """Return the settings of the caller's chat."""
    caller = context.caller
    return render_settings(await describe_settings(caller.chat, context.house.ports), caller.translator)
