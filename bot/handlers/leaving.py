"""Leaving: whoever goes out of a group has no part in its library any more."""

from telegram import Update

from bot.handlers.context import Context
from models.chats import find_chat
from models.memberships import drop_member
from models.people import find_person


async def note_leaving(update: Update, _context: Context) -> None:
    """Forget that somebody is in this group. It runs before the gate: who says so need not be one of ours."""
    message = update.effective_message
    if message is None or message.left_chat_member is None:
        return
    chat, person = await find_chat(message.chat_id), await find_person(message.left_chat_member.id)
    if chat is not None and person is not None:
        await drop_member(chat.id, person.id)
