"""Somebody tries something with a library: in the chat, or on the web. What they got to see is what comes back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Flag, auto

from bot.callbacks import Callback, encode
from bot.localchat import Message
from tests.house import TestHouse
from tests.ownership.scene import CHANNEL, Actor, Library


class Gets(Flag):
    """What somebody gets out of an attempt."""

    NOTHING = 0
    SEES = auto()
    CHANGES = auto()


class Who(Flag):
    """Those whose library it is."""

    NOBODY = 0
    OWNER = auto()  # of a private library, in their chat with the bot
    MEMBER = auto()  # of the group, in the group
    OWNER_IN_GROUP = auto()
    GROUP = MEMBER | OWNER_IN_GROUP
    ALL = OWNER | GROUP
    EVERYBODY = auto()  # whoever has the address: a permalink is a key


@dataclass(frozen=True, slots=True)
class ChatAttempt:
    """Somebody writes or presses something where they are, with a library's numbers in it."""

    house: TestHouse
    actor: Actor
    library: Library
    ground: Message  # a message in the actor's chat whose number stands for the library's link in the library's chat

    async def write(self, text: str, *, reply: bool = False) -> Message:
        """A message, or a post where the actor is a channel."""
        chat, actor = self.house.chat, self.actor
        if actor.chat == CHANNEL:
            return await chat.channel_post(CHANNEL, text)
        return await chat.send_text(actor.user, actor.chat, text, reply_to=self.ground.message_id if reply else 0)

    async def press(self, callback: Callback) -> None:
        """A button that carries this, as a changed client could send it."""
        await self.house.chat.press_data(self.actor.chat, self.ground.message_id, encode(callback), self.actor.user)


Deed = Callable[[ChatAttempt], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One thing to try in the chat, the handler that it is meant for, and what those get whose library it is."""

    covers: str
    act: Deed
    gets: Gets
    who: Who = Who.ALL


def command(text: str, gets: Gets, who: Who = Who.ALL, *, reply: bool = False) -> ChatLine:
    """A command, as a message of its own or as a reply to an answer."""
    return ChatLine(text.split(maxsplit=1)[0], lambda attempt: attempt.write(text, reply=reply), gets, who)


def button(kind: type[Callback], make: Callable[[Library], Callback], gets: Gets, who: Who = Who.ALL) -> ChatLine:
    """A button with the library's numbers in it."""
    return ChatLine(kind.__name__, lambda attempt: attempt.press(make(attempt.library)), gets, who)
