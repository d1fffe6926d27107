"""The whole house in one process with an engine that needs no browser: real handlers, database, HTTP and Bot API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile

from bot.app import Store, open_store
from bot.chat import build_application
from bot.handlers.context import House
from bot.localchat import CallbackAnswer, LocalChat, LocalChatConfig, Message, open_localchat
from bot.run import Line, open_loops
from bot.services.admitting import admit_listed
from bot.settings import load_settings
from capture.fake import FakeEngine
from capture.types import Engine
from models.updates import list_unhandled
from tests.ports import follow

OWNER = 101
FRIEND = 102
STRANGER = 999
PUBLIC_URL = "https://keep.example.org"


@dataclass(frozen=True, slots=True)
class TestHouse:
    """A running house and the chat in front of it."""

    __test__ = False  # not a test class, whatever its name says to pytest

    chat: LocalChat
    store: Store
    house: House
    engine: Engine

    async def reply_to(self, sent: Message, seconds: float = 10.0) -> Message:
        """The bot's first message in reply to another one."""
        return await self.chat.wait_for(
            lambda message: message.reply_to == sent.message_id, seconds, chat_id=sent.chat_id
        )

    async def ask(self, text: str, *, user: int = OWNER, chat: int = 0, reply_to: int = 0) -> Message:
        """Send a text and return the bot's reply."""
        return await self.reply_to(await self.chat.send_text(user, chat or user, text, reply_to=reply_to))

    async def answer_to(self, sent: Message, seconds: float = 10.0) -> Message:
        """The finished answer to a message: the one that carries a permalink."""
        return await self.chat.wait_for(
            lambda message: message.reply_to == sent.message_id and f"{PUBLIC_URL}/s/" in message.words,
            seconds,
            chat_id=sent.chat_id,
        )

    async def save(self, text: str, *, user: int = OWNER, chat: int = 0) -> Message:
        """Send a link and return its finished answer."""
        return await self.answer_to(await self.chat.send_text(user, chat or user, text))

    async def settle(self, seconds: float = 10.0) -> None:
        """Return when everything sent so far has been handled: what a silent bot would have said is said by then."""
        await self.ask("/help", user=FRIEND)  # whatever was sent before is a row by now
        async with asyncio.timeout(seconds):
            while await list_unhandled(self.house.ports.bot_id):  # noqa: ASYNC110 - rows ring no bell
                await asyncio.sleep(0.005)

    async def open_group(self, chat_id: int = -500, kind: str = "group", *, user: int = OWNER) -> int:
        """A group, supergroup or channel to which somebody has added the bot."""
        await self.chat.add_chat(chat_id, kind, "Reading circle")
        await self.chat.add_member(user, chat_id, "administrator" if kind == "channel" else "member")
        return chat_id

    async def press(self, message: Message, part: str, *, user: int = OWNER) -> CallbackAnswer:
        """Press the button whose text contains a word."""
        return await self.chat.press(next(one for one in message.buttons if part in one.text), user)

    def now(self, message: Message) -> Message:
        """A message as it stands in the chat now."""
        return next(one for one in self.chat.messages(message.chat_id) if one.message_id == message.message_id)

    def from_bot(self, chat: int = OWNER) -> list[Message]:
        """What the bot has said in a chat."""
        bot_id = self.chat.board.config.bot_id
        return [message for message in self.chat.messages(chat) if message.sender_id == bot_id]


def permalink_of(message: Message) -> str:
    """The permalink in an answer."""
    return next(word for word in message.words.split() if word.startswith(f"{PUBLIC_URL}/s/"))


@asynccontextmanager
async def open_house(
    folder: Path, migrated_file: Path, engine: Engine | None = None, **settings: str
) -> AsyncIterator[TestHouse]:
    """Open a house over a fresh database; Ann owns it and a friend may use it."""
    values = {
        "DATA_DIR": str(folder / "data"),
        "PUBLIC_URL": PUBLIC_URL,
        "ALLOWED_USERS": f"{OWNER},{FRIEND}",
        "MAX_WAITING": "50",
        **settings,
    }
    loaded = load_settings({f"SNAPKEEP_{name}": value for name, value in values.items()}, folder / "no.env")
    (folder / "data").mkdir()
    copyfile(migrated_file, folder / "data" / "snapkeep.db")
    config = LocalChatConfig(folder / "telegram", owner_id=OWNER, owner_name="Ann", can_read_all_group_messages=True)
    engine = engine or FakeEngine()
    async with open_store(loaded) as opened, open_localchat(config) as chat:
        store = replace(opened, follow=follow)
        await admit_listed(loaded.allowed_users)
        await chat.add_user(FRIEND, "Ben")
        line = Line(chat.token, chat.api_root)
        application = build_application(line.token, line.api_root)
        try:
            async with open_loops(store, line, engine, application, "") as house:
                yield TestHouse(chat, store, house, engine)
        finally:
            await application.shutdown()
