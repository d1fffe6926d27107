"""The links behind the message that a command replies to."""

from telegram import Update

from bot.handlers.context import Context
from bot.views.texts import Hint
from models.links import list_links_of_message
from models.tables import Link


async def list_answered_links(update: Update, context: Context) -> list[Link]:
    """Return the links that the answered message stands for, none where there is no such message."""
    message = update.effective_message
    answered = message.reply_to_message if message else None
    if message is None or answered is None:
        return []
    return await list_links_of_message(context.house.ports.bot_id, message.chat_id, answered.message_id)


def hint_for(update: Update, without_reply: Hint) -> Hint:
    """What to say where there is nothing to act on: that a reply is needed, or that it went to the wrong message."""
    message = update.effective_message
    return Hint.NOT_A_LINK if message and message.reply_to_message else without_reply
