"""Chats: each is a library of its own."""

from models.database import transaction
from models.errors import NotFound
from models.merging import merge_chats
from models.tables import Chat, ChatKind, Delivery, DeliveryState, Person, Watch

MAX_TITLE = 255


async def get_or_create_chat(telegram_id: int, kind: ChatKind, title: str) -> Chat:
    """The chat with that number; its title and kind are kept fresh."""
    title = title[:MAX_TITLE]
    async with transaction():
        chat = await find_chat(telegram_id)
        if chat is None:
            return await Chat.create(telegram_id=telegram_id, kind=kind, title=title)
        if (title and chat.title != title) or chat.kind is not kind:
            chat.title, chat.kind = title or chat.title, kind
            await chat.save(update_fields=["title", "kind"])
        return chat


async def find_chat(telegram_id: int) -> Chat | None:
    """The chat with that number."""
    return await Chat.get_or_none(telegram_id=telegram_id)


async def get_chat(chat_id: int) -> Chat:
    """The chat with that number of ours; raise `NotFound`."""
    chat = await Chat.get_or_none(id=chat_id)
    if chat is None:
        raise NotFound(f"no chat {chat_id}")
    return chat


async def get_library(person: Person) -> Chat:
    """A person's own library, which is their private chat with us."""
    return await get_or_create_chat(person.telegram_id, ChatKind.PRIVATE, person.name)


async def set_language(chat: Chat, language: str) -> None:
    """Choose the language of a chat; empty goes back to each person's own."""
    chat.language = language
    await chat.save(update_fields=["language"])


async def set_listening(chat: Chat, *, listens_to_all: bool) -> None:
    """Choose whether every message of a group counts, or only those that speak to us."""
    chat.listens_to_all = listens_to_all
    await chat.save(update_fields=["listens_to_all"])


async def set_view(chat: Chat, *, phone_view: bool, dark_view: bool) -> None:
    """Choose how the pages of a chat are captured from now on."""
    chat.phone_view, chat.dark_view = phone_view, dark_view
    await chat.save(update_fields=["phone_view", "dark_view"])


async def set_permalinks(chat: Chat, *, are_private: bool) -> None:
    """Choose for whom the permalinks of a chat open that say nothing of their own."""
    chat.private_permalinks = are_private
    await chat.save(update_fields=["private_permalinks"])


async def admit_chat(chat: Chat) -> None:
    """Let a channel or group in."""
    chat.admitted = True
    await chat.save(update_fields=["admitted"])


async def renumber_chat(old_telegram_id: int, new_telegram_id: int) -> None:
    """Let a library go by another number, joined with what is kept under that one already."""
    async with transaction():
        old, new = await find_chat(old_telegram_id), await find_chat(new_telegram_id)
        if old is None:
            return
        if new is None:
            await Chat.filter(id=old.id).update(telegram_id=new_telegram_id)
        else:
            await merge_chats(old, new)


async def migrate_chat(old_telegram_id: int, new_telegram_id: int) -> None:
    """Follow a group that has become a supergroup; twice changes nothing."""
    async with transaction():
        await renumber_chat(old_telegram_id, new_telegram_id)
        # The supergroup counts its messages anew: waiting answers are sent afresh, as replies to nothing.
        waiting = Delivery.filter(chat_telegram_id=old_telegram_id, state=DeliveryState.PENDING)
        await waiting.update(chat_telegram_id=new_telegram_id, message_id=None, reply_to=None)
        await Watch.filter(chat_telegram_id=old_telegram_id).update(chat_telegram_id=new_telegram_id)
