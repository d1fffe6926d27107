"""Finds what a call is about, the chat and the message, with Telegram's refusals."""

from bot.localchat.calls import Params
from bot.localchat.errors import ApiError, bad_request, forbidden
from bot.localchat.messages import Message
from bot.localchat.people import PRESENT, Chat
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import JsonValue


def require_chat(board: Switchboard, params: Params, name: str = "chat_id") -> Chat:
    """The chat that the bot may write to."""
    chat = find_chat(board, params.text(name))
    if chat.migrated_to:
        raise bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to})
    if chat.bot_status not in PRESENT:
        raise _refusal(chat)
    return chat


def find_chat(board: Switchboard, source: str) -> Chat:
    """The chat with this id or @username."""
    if not source:
        raise bad_request("chat_id is empty")
    for chat in board.world.chats.values():
        if source == str(chat.id) or (chat.username and source.lower() == f"@{chat.username}".lower()):
            return chat
    raise bad_request("chat not found")


def require_message(board: Switchboard, params: Params, what: str) -> tuple[Chat, Message]:
    """The message that the call names."""
    if not params.text("chat_id") and params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # inline messages cannot be edited here
    if "message_id" not in params.fields:
        raise bad_request("message identifier is not specified")
    chat = require_chat(board, params)
    message = board.world.find_message(chat.id, params.integer("message_id"))
    if message is None:
        raise bad_request(f"{what} not found")
    return chat, message


def find_reply(board: Switchboard, params: Params, chat: Chat) -> int:
    """The id of the message that is replied to, 0 for none."""
    wanted: JsonValue = params.json("reply_parameters")
    if wanted is None:
        wanted = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if not isinstance(wanted, dict):
        raise bad_request("object expected as reply parameters")
    message_id = int(wanted.get("message_id") or 0)
    if message_id <= 0:
        return 0
    if board.world.find_message(chat.id, message_id) is not None:
        return message_id
    if wanted.get("allow_sending_without_reply"):
        return 0
    raise bad_request("message to be replied not found")


def find_thread(params: Params, chat: Chat) -> dict[str, JsonValue]:
    """The topic, as fields of the message."""
    thread_id = params.integer("message_thread_id")
    if not thread_id:
        return {}
    if not chat.is_forum:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _refusal(chat: Chat) -> ApiError:
    if chat.is_private and chat.bot_status == "kicked":
        return forbidden("bot was blocked by the user")
    if chat.is_private and chat.bot_status == "deleted":
        return forbidden("user is deactivated")
    if chat.is_private:
        return forbidden("bot can't initiate conversation with a user")
    if chat.bot_status == "kicked":
        return forbidden(f"bot was kicked from the {chat.kind} chat")
    return forbidden(f"bot is not a member of the {chat.kind} chat")
