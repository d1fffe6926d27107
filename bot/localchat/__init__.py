"""Telegram on loopback: a Bot API as strict as the real one, and a chat page in front of it.

A person without a token gets a working chat, and the tests drive the very same handlers. It stands alone: nothing
of the rest of Snapkeep is known here.
"""

from bot.localchat.calls import RecordedCall
from bot.localchat.config import LocalChatConfig
from bot.localchat.entities import Entity
from bot.localchat.localchat import LocalChat, open_localchat
from bot.localchat.messages import Button, Message
from bot.localchat.people import Chat, ForwardOrigin, User
from bot.localchat.queries import CallbackAnswer, InlineAnswer, InlineResult

__all__ = [
    "Button",
    "CallbackAnswer",
    "Chat",
    "Entity",
    "ForwardOrigin",
    "InlineAnswer",
    "InlineResult",
    "LocalChat",
    "LocalChatConfig",
    "Message",
    "RecordedCall",
    "User",
    "open_localchat",
]
