"""What every handler has at hand: the house it serves, and who is calling."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.bell import Bell
from bot.i18n import Translator
from bot.messenger import TelegramMessenger
from bot.replies import Reply
from bot.services.ports import Ports, Target
from models.tables import Chat, Person

HOUSE = "house"


@dataclass(frozen=True, slots=True)
class House:
    """What the chat's doors share; one a bot."""

    ports: Ports
    messenger: TelegramMessenger
    answers: Bell  # rung when a delivery may be due
    allowed_users: tuple[int, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()  # name and the key of its sentence
    sample_url: str = ""  # a page to try, in the local chat


@dataclass(slots=True)
class Caller:
    """Who is allowed in, whose library it is, and in which language they are answered."""

    person: Person | None  # None for a channel's own posts
    chat: Chat
    translator: Translator
    target: Target


BotData = dict[str, House]
Data = dict[str, Any]  # python-telegram-bot's own stores, which we leave empty


class Context(CallbackContext[ExtBot[int], Data, Data, BotData]):
    """The context of one update; the gate puts the caller in before any handler runs."""

    caller: Caller

    @property
    def house(self) -> House:
        """The house that this update came to."""
        return self.application.bot_data[HOUSE]

    async def answer(self, reply: Reply) -> int:
        """Answer the message at hand; return the id of what was sent."""
        return await self.house.messenger.say(self.caller.target, reply)


Handler = Callable[[Update, Context], Coroutine[None, None, None]]
SnapkeepApplication = Application[ExtBot[int], Context, Data, Data, BotData, None]


def target_of(update: Update, language: str) -> Target:
    """Where an answer to this update goes: to its chat and topic, in reply to its message."""
    message = update.effective_message
    chat = update.effective_chat
    user = update.effective_user
    chat_id = chat.id if chat else user.id if user else 0
    if message is None:
        return Target(chat_id, language=language)
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Target(chat_id, message.message_id, thread_id, language)
