"""getChat and its kin, sendChatAction, setMessageReaction, leaveChat."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.methods.targets import find_chat, find_thread, require_chat
from bot.localchat.people import PRESENT, describe_member
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json, JsonValue

_ACTIONS = frozenset(
    {
        "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice", "record_audio",
        "upload_voice", "upload_audio", "upload_document", "choose_sticker", "pick_up_location",
        "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


async def get_chat(board: Switchboard, params: Params) -> Json:
    """A chat in full."""
    chat = find_chat(board, params.text("chat_id"))
    if not chat.is_private:
        require_chat(board, params)
    return {
        **chat.to_json(),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }


async def get_chat_member(board: Switchboard, params: Params) -> Json:
    """What a person is in a chat."""
    chat = require_chat(board, params)
    user = board.world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    if user.id == board.config.bot_id:
        return describe_member(user, chat.bot_status)
    status = "member" if chat.is_private and user.id == chat.id else chat.status_of(user.id)
    return describe_member(user, status)


async def get_chat_member_count(board: Switchboard, params: Params) -> int:
    """How many are there, the bot included."""
    chat = require_chat(board, params)
    return 2 if chat.is_private else 1 + sum(status in PRESENT for _, status in chat.members)


async def get_chat_administrators(board: Switchboard, params: Params) -> list[Json]:
    """Who may do more."""
    chat = require_chat(board, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    above = [pair for pair in chat.members if pair[1] in ("administrator", "creator")]
    found = [describe_member(board.world.users[user_id], status) for user_id, status in above]
    if chat.bot_status == "administrator":
        found.append(describe_member(board.world.bot, chat.bot_status))
    return found


async def leave_chat(board: Switchboard, params: Params) -> bool:
    """The bot goes."""
    chat = require_chat(board, params)
    await board.world.put_chat(replace(chat, bot_status="left"))
    return True


async def send_chat_action(board: Switchboard, params: Params) -> bool:
    """Show that something is under way."""
    chat = require_chat(board, params)
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    find_thread(params, chat)
    board.changes.publish("action", chat_id=chat.id, action=action)
    return True


async def set_message_reaction(board: Switchboard, params: Params) -> bool:
    """Put the bot's reaction on a message, or take it away."""
    chat = require_chat(board, params)
    message = board.world.find_message(chat.id, params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = params.json("reaction") or []
    if not isinstance(reactions, list):
        raise bad_request("expected an Array of ReactionType")
    emoji = tuple(_read_reaction(reaction) for reaction in reactions)
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    await board.world.put_message(replace(message, reactions=emoji))
    return True


@cache
def legal_reactions() -> frozenset[str]:
    """The emoji that Telegram allows as reactions."""
    return frozenset(Path(__file__).parent.with_name("reactions.txt").read_text(encoding="utf-8").split())


def _read_reaction(reaction: JsonValue) -> str:
    if not isinstance(reaction, dict):
        raise bad_request("can't parse ReactionType: expected an Object")
    if reaction.get("type") == "custom_emoji":
        if not str(reaction.get("custom_emoji_id", "")).isdigit():
            raise bad_request("can't parse ReactionType: invalid custom emoji identifier specified")
        raise bad_request("REACTION_INVALID")
    if reaction.get("emoji") not in legal_reactions():
        raise bad_request("REACTION_INVALID")
    return str(reaction["emoji"])


_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
