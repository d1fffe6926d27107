"""What people write: messages, forwards, posts, edits."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.localchat.acting.membership import MembershipSide
from bot.localchat.acting.privacy import is_shown_to_bot
from bot.localchat.entities import Entity
from bot.localchat.formatting import entities_from_json, format_text
from bot.localchat.messages import Message
from bot.localchat.people import ForwardOrigin
from bot.localchat.wire import Json


class WritingSide(MembershipSide):
    """Everybody's keyboard. `user` and `chat` are ids; a private chat has the id of its person."""

    async def send_text(
        self,
        user: int,
        chat: int,
        text: str,
        *,
        reply_to: int = 0,
        entities: Sequence[Entity] = (),
        markup: Json | None = None,
    ) -> Message:
        """A text; entities that Telegram finds by itself need not be given."""
        content = format_text(text, entities=entities).to_json("text", "entities")
        return await self._post(user, chat, content, reply_to=reply_to, markup=markup)

    async def send_photo(
        self,
        user: int,
        chat: int,
        photo: bytes,
        caption: str = "",
        *,
        entities: Sequence[Entity] = (),
        reply_to: int = 0,
    ) -> Message:
        """A photo."""
        words = format_text(caption, entities=entities).to_json("caption", "caption_entities")
        return await self._post(user, chat, await self._photo(photo) | words, reply_to=reply_to)

    async def send_document(
        self, user: int, chat: int, content: bytes, name: str, caption: str = "", *, reply_to: int = 0
    ) -> Message:
        """A file."""
        document = await self.board.files.add_document(content, name, "application/octet-stream")
        words = format_text(caption).to_json("caption", "caption_entities")
        return await self._post(user, chat, {"document": document.key} | words, reply_to=reply_to)

    async def send_album(self, user: int, chat: int, photos: Sequence[bytes], caption: str = "") -> list[Message]:
        """Several photos that belong together, with the words under the first."""
        group = {"media_group_id": str(secrets.randbits(53))}
        words = format_text(caption).to_json("caption", "caption_entities")
        contents = [await self._photo(photo) | group for photo in photos]
        contents[0] |= words
        return [await self._post(user, chat, content) for content in contents]

    async def send_forward(
        self,
        user: int,
        chat: int,
        origin: ForwardOrigin,
        text: str,
        *,
        entities: Sequence[Entity] = (),
        photo: bytes = b"",
        markup: Json | None = None,
    ) -> Message:
        """A forwarded post; with a photo the text is its caption."""
        formatted = format_text(text, entities=entities)
        if photo:
            content = await self._photo(photo) | formatted.to_json("caption", "caption_entities")
        else:
            content = formatted.to_json("text", "entities")
        return await self._post(user, chat, content | origin.to_json(), markup=markup)

    async def channel_post(
        self, chat: int, text: str, *, entities: Sequence[Entity] = (), signature: str = ""
    ) -> Message:
        """A post in a channel, by nobody in particular."""
        content = format_text(text, entities=entities).to_json("text", "entities")
        if signature:
            content["author_signature"] = signature
        world = self.board.world
        message = world.new_message(world.chats[chat], None, content)
        return await self._show(message, "channel_post")

    async def edit_text(self, message: Message, text: str, *, entities: Sequence[Entity] = ()) -> Message:
        """The writer changes text or caption."""
        names = ("caption", "caption_entities") if message.has_media else ("text", "entities")
        kept = {name: value for name, value in message.content.items() if name not in names}
        content = kept | format_text(text, entities=entities).to_json(*names)
        edited = replace(message, content=content, edit_date=int(self.board.world.clock()))
        is_post = self.board.world.chats[message.chat_id].kind == "channel"
        return await self._show(edited, "edited_channel_post" if is_post else "edited_message")

    async def send_content(self, user: int, chat: int, content: Json, *, reply_to: int = 0) -> Message:
        """A message with fields of your own, such as those that the bot's library does not know yet."""
        marked = entities_from_json(content.get("entities"))
        if "text" in content:
            content = content | format_text(content["text"], entities=marked).to_json("text", "entities")
        return await self._post(user, chat, content, reply_to=reply_to)

    async def _photo(self, content: bytes) -> Json:
        return {"photo": (await self.board.files.add_photo(content))[-1].group}

    async def _post(
        self, user: int, chat: int, content: Json, *, reply_to: int = 0, markup: Json | None = None
    ) -> Message:
        person = await self.ensure_user(user)
        if user == chat:
            place = await self.ensure_private_chat(person, is_started=True)
        else:
            place = await self.ensure_present(person, self.board.world.chats[chat])
        message = self.board.world.new_message(place, user, content, reply_to=reply_to, markup=markup)
        return await self._show(message, "message")

    async def _show(self, message: Message, kind: str) -> Message:
        """Put the message into the chat and, where the bot may see it, before the bot."""
        updates = []
        if is_shown_to_bot(self.board, message):
            updates = self.board.updates.add(kind, self.board.world.render(message))
        return await self.board.world.put_message(message, *updates)
