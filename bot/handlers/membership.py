"""Being added: a channel is let in by the allowed person who makes the bot its administrator."""

from telegram import ChatMember, Update

from bot.handlers.context import Context
from models.chats import admit_chat
from models.tables import ChatKind

PRESENT = {ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.OWNER}


async def note_membership(update: Update, context: Context) -> None:
    """Let a channel in. The gate has let the person pass who did this."""
    change = update.my_chat_member
    if change is None or context.caller.chat.kind is not ChatKind.CHANNEL:
        return
    if change.new_chat_member.status in PRESENT:
        await admit_chat(context.caller.chat)
