"""Migration: a group that becomes a supergroup has another number and keeps its library."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.handlers.context import Context
from models.chats import migrate_chat


async def follow_group(update: Update, context: Context) -> None:
    """Follow a group to its new number, of which the old chat and the new one both tell; nothing is answered."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await migrate_chat(message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await migrate_chat(message.migrate_from_chat_id, message.chat_id)
    context.house.answers.ring()  # what was promised to the old chat is due in the new one
    raise ApplicationHandlerStop
