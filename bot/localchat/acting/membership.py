"""Who is there, and where the bot is let in or thrown out."""

from dataclasses import replace

from bot.localchat.people import Chat, User, describe_member
from bot.localchat.store import Record
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json


class MembershipSide:
    """People, chats and the bot's place in them."""

    board: Switchboard

    async def add_user(self, user_id: int, name: str, *, username: str = "", language_code: str = "en") -> User:
        """A person, who is known but has not written yet."""
        user = User(user_id, name, username=username, language_code=language_code)
        await self.ensure_private_chat(user)
        return await self.board.world.put_user(user)

    async def add_chat(
        self, chat_id: int, kind: str, title: str, *, username: str = "", is_forum: bool = False
    ) -> Chat:
        """A group, supergroup or channel without the bot."""
        return await self.board.world.put_chat(Chat(chat_id, kind, title, username, is_forum=is_forum))

    async def add_member(self, user: int, chat: int, status: str = "member") -> None:
        """The person changes what the bot is there: member, administrator, left, kicked."""
        world = self.board.world
        place = world.chats[chat]
        change: Json = {
            "chat": place.to_json(),
            "from": (await self.ensure_user(user)).to_json(),
            "date": int(world.clock()),
            "old_chat_member": describe_member(world.bot, place.bot_status),
            "new_chat_member": describe_member(world.bot, status),
        }
        await world.put_chat(replace(place, bot_status=status), *self.board.updates.add("my_chat_member", change))
        self.board.changes.wake()
        if not place.is_private and place.kind != "channel" and status in ("member", "administrator"):
            content: Json = {"new_chat_members": [world.bot.to_json()]}
            message = world.new_message(place, user, content)
            await world.put_message(message, *self.board.updates.add("message", world.render(message)))

    async def leave_group(self, user: int, chat: int, *, is_told: bool = True) -> None:
        """The person goes out of a group; Telegram does not tell bots in all of them."""
        world = self.board.world
        place = world.chats[chat]
        left = replace(place, members=tuple(pair for pair in place.members if pair[0] != user))
        message = world.new_message(place, user, {"left_chat_member": world.users[user].to_json()})
        await world.put_chat(left)
        if is_told:
            await world.put_message(message, *self.board.updates.add("message", world.render(message)))

    async def block_bot(self, user: int) -> None:
        """The person blocks the bot."""
        await self.ensure_user(user)
        await self.add_member(user, user, "kicked")

    async def unblock_bot(self, user: int) -> None:
        """The person takes it back."""
        await self.add_member(user, user, "member")

    async def delete_account(self, user: int) -> None:
        """The person leaves Telegram; the bot hears nothing of it until it writes."""
        person = await self.ensure_user(user)
        await self.board.world.put_chat(replace(await self.ensure_private_chat(person), bot_status="deleted"))

    async def migrate_group(self, chat: int) -> Chat:
        """The group becomes a supergroup with another id, as Telegram does it."""
        world = self.board.world
        old = world.chats[chat]
        new = await world.put_chat(replace(old, id=chat - 1_000_000_000_000, kind="supergroup"))
        leaving = world.new_message(old, old.members[0][0], {"migrate_to_chat_id": new.id})
        await world.put_message(leaving, *self.board.updates.add("message", world.render(leaving)))
        await world.put_chat(replace(old, migrated_to=new.id))
        coming = world.new_message(new, old.members[0][0], {"migrate_from_chat_id": old.id})
        await world.put_message(coming, *self.board.updates.add("message", world.render(coming)))
        return new

    async def ensure_user(self, user_id: int) -> User:
        """That person, made up when unknown."""
        known = self.board.world.users.get(user_id)
        return known or await self.add_user(user_id, f"User {user_id}")

    async def ensure_private_chat(self, user: User, *, is_started: bool = False) -> Chat:
        """The person's chat with the bot."""
        chat = self.board.world.chats.get(user.id) or Chat(user.id, "private", user.first_name, user.username)
        if is_started and chat.bot_status != "member":
            chat = replace(chat, bot_status="member")
        if self.board.world.chats.get(user.id) != chat:
            await self.board.world.put_chat(chat)
        return chat

    async def ensure_present(self, user: User, chat: Chat, *also: Record) -> Chat:
        """The group with this person in it."""
        if chat.is_private or chat.kind == "channel" or chat.status_of(user.id) != "left":
            return chat
        status = "member" if chat.members else "creator"
        return await self.board.world.put_chat(replace(chat, members=(*chat.members, (user.id, status))), *also)
