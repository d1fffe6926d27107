"""deleteMessage and deleteMessages."""

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.limits import DELETE_SECONDS, MAX_MESSAGE_IDS
from bot.localchat.messages import Message
from bot.localchat.methods.targets import require_chat, require_message
from bot.localchat.people import Chat
from bot.localchat.switchboard import Switchboard


async def delete_message(board: Switchboard, params: Params) -> bool:
    """Delete one message on both sides."""
    chat, message = require_message(board, params, "message to delete")
    if not _is_deletable(board, chat, message):
        raise bad_request("message can't be deleted")
    if chat.is_private and board.world.clock() > message.date + DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    await board.world.delete_messages([message])
    return True


async def delete_messages(board: Switchboard, params: Params) -> bool:
    """Delete several; those that cannot be found or deleted are skipped."""
    ids = params.json("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > MAX_MESSAGE_IDS:
        raise bad_request("too many message identifiers specified")
    chat = require_chat(board, params)
    found = [board.world.find_message(chat.id, int(message_id)) for message_id in ids]
    await board.world.delete_messages(
        [message for message in found if message is not None and _is_deletable(board, chat, message)]
    )
    return True


def _is_deletable(board: Switchboard, chat: Chat, message: Message) -> bool:
    is_own = message.sender_id == board.config.bot_id
    return is_own or chat.is_private or chat.bot_status == "administrator"
