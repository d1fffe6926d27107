"""The state of Telegram's side: people, chats and messages, in memory and in the store."""

import time
from collections.abc import Callable
from dataclasses import asdict, replace

from bot.localchat.changes import Changes
from bot.localchat.files import FileBox
from bot.localchat.messages import Message
from bot.localchat.people import Chat, User
from bot.localchat.store import Record, Store, forget
from bot.localchat.wire import Json

ACCOUNT = "account"  # private chats and basic groups share one counter, as at Telegram


class World:
    """Everything that both sides see."""

    def __init__(self, bot: User, store: Store, files: FileBox, changes: Changes) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.clock: Callable[[], float] = time.time
        self._messages: dict[int, dict[int, Message]] = {}
        self._counters: dict[str, int] = {}
        self._store = store
        self._files = files
        self._changes = changes

    async def load(self) -> None:
        """Read what an earlier run kept."""
        self.users |= {int(key): User(**body) for key, body in await self._store.list_all("user")}
        self.users[self.bot.id] = self.bot
        for key, body in await self._store.list_all("chat"):
            members = tuple((user_id, status) for user_id, status in body.pop("members"))
            self.chats[int(key)] = Chat(**body, members=members)
        for _, body in await self._store.list_all("message"):
            message = Message(**{**body, "reactions": tuple(body["reactions"])})
            self._messages.setdefault(message.chat_id, {})[message.message_id] = message
        meta = dict(await self._store.list_all("meta"))
        self._counters = {name: int(value) for name, value in meta.get("counters", {}).items()}

    def find_message(self, chat_id: int, message_id: int) -> Message | None:
        """That message, unless it was deleted."""
        return self._messages.get(chat_id, {}).get(message_id)

    def list_messages(self, chat_id: int) -> list[Message]:
        """The messages of a chat, the oldest first."""
        return sorted(self._messages.get(chat_id, {}).values(), key=lambda message: message.message_id)

    async def put_user(self, user: User) -> User:
        """Keep a person."""
        self.users[user.id] = user
        await self._store.write(Record("user", str(user.id), asdict(user)))
        return user

    async def put_chat(self, chat: Chat, *also: Record) -> Chat:
        """Keep a chat, and other records with it."""
        self.chats[chat.id] = chat
        await self._store.write(Record("chat", str(chat.id), asdict(chat)), *also)
        return chat

    def new_message(self, chat: Chat, sender_id: int | None, content: Json, **fields: object) -> Message:
        """A message with the next id of its chat; it is there once it is put."""
        counter = ACCOUNT if chat.kind in ("private", "group") else str(chat.id)
        self._counters[counter] = self._counters.get(counter, 0) + 1
        message = Message(chat.id, self._counters[counter], int(self.clock()), sender_id, content)
        return replace(message, **fields)  # type: ignore[arg-type] # the names are checked at run time

    async def put_message(self, message: Message, *also: Record) -> Message:
        """Keep a message, new or changed, and other records with it."""
        self._messages.setdefault(message.chat_id, {})[message.message_id] = message
        self._changes.publish("message", chat_id=message.chat_id, message_id=message.message_id)
        counters = Record("meta", "counters", dict(self._counters))
        await self._store.write(Record("message", message.key, asdict(message)), counters, *also)
        return message

    async def delete_messages(self, messages: list[Message]) -> None:
        """Forget them, on both sides."""
        for message in messages:
            self._messages.get(message.chat_id, {}).pop(message.message_id, None)
            self._changes.publish("deleted", chat_id=message.chat_id, message_id=message.message_id)
        await self._store.write(*forget("message", [message.key for message in messages]))

    def render(self, message: Message, *, with_reply: bool = True) -> Json:
        """The message as the bot gets it; file ids are other ones each time."""
        chat = self.chats[message.chat_id]
        body: Json = {"message_id": message.message_id}
        if chat.kind == "channel":
            body["sender_chat"] = chat.to_json()
        elif message.sender_id is not None:
            body["from"] = self.users[message.sender_id].to_json()
        body |= {"chat": chat.to_json(), "date": message.date}
        if message.edit_date:
            body["edit_date"] = message.edit_date
        replied = self.find_message(message.chat_id, message.reply_to) if with_reply else None
        if replied is not None:
            body["reply_to_message"] = self.render(replied, with_reply=False)
        body |= message.content
        if message.photo_group:
            body["photo"] = [self._files.describe(size) for size in self._files.list_group(message.photo_group)]
        if message.document_key and (document := self._files.find(message.document_key)):
            body["document"] = self._files.describe(document)
        if message.markup and "inline_keyboard" in message.markup:
            body["reply_markup"] = message.markup
        return body
