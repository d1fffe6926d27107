"""/help: the commands, and what needs none."""

from telegram import Update

from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.views.texts import render_help, render_query_help

FIND = frozenset({"find", "/find", "search", "查找", "搜索"})


async def show_help(update: Update, context: Context) -> None:
    """Show what the bot understands; `/help find` shows what a search does."""
    if read_words(update).casefold() in FIND:
        await context.answer(render_query_help(context.caller.translator))
        return
    await context.answer(render_help(context.house.commands, context.caller.translator, bot_name=context.bot.username))
