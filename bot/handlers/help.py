"""/help: the commands, and what needs none."""

from telegram import Update

from bot.handlers.context import Context
from bot.views.texts import render_help


async def show_help(_update: Update, context: Context) -> None:
    """Show what the bot understands."""
    await context.answer(render_help(context.house.commands, context.caller.translator, bot_name=context.bot.username))
