"""Which messages of a group a bot gets to see: Telegram's privacy mode."""

from bot.localchat.entities import cut_utf16
from bot.localchat.messages import Message
from bot.localchat.people import PRESENT
from bot.localchat.switchboard import Switchboard


def is_shown_to_bot(board: Switchboard, message: Message) -> bool:
    """Whether this message becomes an update."""
    chat = board.world.chats[message.chat_id]
    if chat.bot_status not in PRESENT:
        return False
    if chat.is_private or chat.kind == "channel" or chat.bot_status == "administrator":
        return True
    replied = board.world.find_message(chat.id, message.reply_to)
    is_reply_to_bot = replied is not None and replied.sender_id == board.config.bot_id
    return (
        board.config.can_read_all_group_messages
        or is_reply_to_bot
        or "via_bot" in message.content
        or not (message.words or message.has_media)  # a service message
        or _is_addressed(message, board.config.bot_username)
    )


def _is_addressed(message: Message, username: str) -> bool:
    for entity in message.entities:
        part = cut_utf16(message.words, entity["offset"], entity["length"]).lower()
        addressee = part.rpartition("@")[2] if "@" in part else ""
        if entity["type"] == "mention" and addressee == username.lower():
            return True
        if entity["type"] == "bot_command" and addressee in ("", username.lower()):
            return True
    return False
