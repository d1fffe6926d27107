"""The local chat as a whole: opened, driven, closed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from aiohttp import web

from bot.localchat.acting.asking import AskingSide
from bot.localchat.api import BotApi
from bot.localchat.calls import RecordedCall
from bot.localchat.config import LocalChatConfig
from bot.localchat.faults import Failure, Faults
from bot.localchat.limits import MAX_UPLOAD_BYTES
from bot.localchat.listening import bind, serve
from bot.localchat.messages import Message
from bot.localchat.page.samples import SampleLinks
from bot.localchat.page.server import ChatPage
from bot.localchat.people import User
from bot.localchat.sample_page import build_sample
from bot.localchat.secret_file import load_secrets
from bot.localchat.store import Record, open_store
from bot.localchat.switchboard import Switchboard, load_switchboard
from bot.localchat.wire import Json

T = TypeVar("T")


class LocalChat(AskingSide):
    """A running local chat: its addresses, what people do in it, and trouble on order."""

    def __init__(self, board: Switchboard, token: str) -> None:
        self.board = board
        self.token = token
        self.api_root = ""
        self.page_url = ""
        self.sample_url = ""
        self.faults = Faults()
        self.api = BotApi(board, token, self.faults)

    @property
    def calls(self) -> list[RecordedCall]:
        """What the bot has asked for, getUpdates aside, the oldest first."""
        return list(self.api.calls)

    def list_calls(self, method: str) -> list[RecordedCall]:
        """The calls of one method."""
        return [call for call in self.api.calls if call.method.lower() == method.lower()]

    def messages(self, chat_id: int) -> list[Message]:
        """What stands in a chat now."""
        return self.board.world.list_messages(chat_id)

    def photo_bytes(self, message: Message) -> bytes:
        """The largest size of its photo."""
        return self.board.files.path(self.board.files.list_group(message.photo_group)[-1]).read_bytes()

    def document_bytes(self, message: Message) -> bytes:
        """Its document."""
        document = self.board.files.find(message.document_key)
        if document is None:
            raise LookupError(message.document_key)
        return self.board.files.path(document).read_bytes()

    async def wait_for(
        self, predicate: Callable[[Message], bool], seconds: float = 10.0, *, chat_id: int | None = None
    ) -> Message:
        """The first message, new or changed, that fits; TimeoutError when none comes."""
        chats = self.board.world.chats

        def find() -> Message | None:
            wanted = chats if chat_id is None else [chat_id]
            fitting = (message for chat in wanted for message in self.messages(chat) if predicate(message))
            return next(fitting, None)

        found = await self.board.changes.wait_until(find, seconds)
        if found is None:
            raise TimeoutError
        return found

    async def wait_until(self, find: Callable[[], T], seconds: float = 10.0) -> T:
        """The first truthy answer, asked again whenever something happened."""
        return await self.board.changes.wait_until(find, seconds)

    def fail_next(
        self, method: str, status: int, description: str, parameters: Json | None = None, times: int = 1
    ) -> None:
        """Let the next calls of a method fail; the description is given whole, prefix included."""
        self.faults.fail(method, Failure(status, description, parameters), times)

    def drop_after_accept(self, method: str, times: int = 1) -> None:
        """Let the next calls succeed, but lose the answer."""
        self.faults.drop_after_accept(method, times)

    def garble_after_accept(self, method: str, times: int = 1) -> None:
        """Let the next calls succeed, but answer with garbage."""
        self.faults.garble_after_accept(method, times)

    def slow_down(self, seconds: float, method: str = "") -> None:
        """Let every call (of this method) take that long."""
        self.faults.slow_down(seconds, method)

    def go_down(self) -> None:
        """Close every connection and answer nothing more."""
        self.faults.is_down = True
        self.api.drop_all()

    def come_back(self) -> None:
        """End the outage."""
        self.faults.is_down = False


@asynccontextmanager
async def open_localchat(config: LocalChatConfig) -> AsyncIterator[LocalChat]:
    """Telegram on loopback, for as long as the block runs."""
    await asyncio.to_thread(config.folder.mkdir, parents=True, exist_ok=True)
    secrets = await asyncio.to_thread(load_secrets, config.folder, config.bot_id)
    async with open_store(config.folder) as store:
        board = await load_switchboard(config, store, secrets.seal)
        owner = User(config.owner_id, config.owner_name, language_code=config.language_code)
        chat = LocalChat(board, secrets.token)
        await board.world.put_user(board.world.users.get(owner.id, owner))
        await chat.ensure_private_chat(owner)
        known = dict(await store.list_all("meta")).get("ports", {})
        sample_listener = bind(config.host, known.get("sample", 0))
        listener = bind(config.host, config.port, known.get("chat", 0))
        ports = {"sample": sample_listener.getsockname()[1], "chat": listener.getsockname()[1]}
        await store.write(Record("meta", "ports", ports))
        app = web.Application(client_max_size=MAX_UPLOAD_BYTES)
        async with serve(build_sample(), sample_listener) as sample_root:
            chat.sample_url = f"{sample_root}/tea"
            chat.api.add_routes(app)
            samples = SampleLinks(chat.sample_url, f"{sample_root}/moon")
            ChatPage(chat, secrets.page_key, samples).add_routes(app)
            async with serve(app, listener) as root:
                chat.api_root = root
                chat.page_url = f"{root}/?key={secrets.page_key}"
                yield chat
