"""What people press and look up, and how they wait for it."""

from bot.localchat.acting.writing import WritingSide
from bot.localchat.limits import MAX_INLINE_QUERY
from bot.localchat.messages import Button, Message
from bot.localchat.queries import CallbackAnswer, InlineAnswer, InlineResult
from bot.localchat.wire import Json


class AskingSide(WritingSide):
    """Buttons, inline searches, reactions."""

    async def press(self, button: Button, user: int = 0, seconds: float = 10.0) -> CallbackAnswer:
        """Press a callback button and wait for the answer; TimeoutError when the bot gives none."""
        if button.kind != "callback_data":
            raise ValueError(f"nothing is sent to the bot by a {button.kind} button")
        return await self.press_data(button.chat_id, button.message_id, button.value, user, seconds)

    async def press_data(
        self, chat: int, message_id: int, data: str, user: int = 0, seconds: float = 10.0
    ) -> CallbackAnswer:
        """The same with any data, as a changed client could send it."""
        world = self.board.world
        person = await self.ensure_user(user or self.board.config.owner_id)
        message = world.find_message(chat, message_id)
        query_id = self.board.queries.ask(person.id)
        query: Json = {"id": query_id, "from": person.to_json(), "chat_instance": str(chat), "data": data}
        if message is not None:
            query["message"] = world.render(message)
        await self._tell("callback_query", query)
        return await self.board.queries.wait_callback(query_id, seconds)

    async def inline_query(
        self, user: int, query: str, offset: str = "", *, chat: int = 0, seconds: float = 10.0
    ) -> InlineAnswer:
        """Type `@bot query`; the answer may come from Telegram's cache."""
        query = query[:MAX_INLINE_QUERY]
        if cached := self.board.queries.find_cached(user, query, offset):
            return cached
        person = await self.ensure_user(user)
        kind = "sender" if chat in (0, user) else self.board.world.chats[chat].kind
        query_id = self.board.queries.ask(user, query, offset)
        asked: Json = {"id": query_id, "from": person.to_json(), "query": query, "offset": offset}
        await self._tell("inline_query", asked | {"chat_type": kind})
        return await self.board.queries.wait_inline(query_id, seconds)

    async def choose(self, user: int, chat: int, result: InlineResult) -> Message:
        """Send an inline result."""
        content = result.content | {"via_bot": self.board.world.bot.to_json()}
        return await self._post(user, chat, content, markup=result.markup)

    async def react(self, user: int, message: Message, emoji: str = "") -> None:
        """Put a reaction on a message; empty takes it away. The bot hears of it only where it asked to."""
        person = await self.ensure_user(user)
        await self._tell(
            "message_reaction",
            {
                "chat": self.board.world.chats[message.chat_id].to_json(),
                "message_id": message.message_id,
                "user": person.to_json(),
                "date": int(self.board.world.clock()),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
            },
        )

    async def _tell(self, kind: str, payload: Json) -> None:
        await self.board.updates.keep(self.board.updates.add(kind, payload))
        self.board.changes.wake()
