"""Wiping: what nobody can bring back. Rows and files go with the next sweep, within a minute."""

from bot.errors import InvalidRequest
from bot.services.ports import Ports
from bot.services.removing import remove
from models.bin import count_binned, delete_for_good, empty_bin_of
from models.chats import get_chat
from models.database import transaction
from models.errors import NotFound
from models.forgetting import forget_library, forget_person
from models.links import FOR_GOOD, get_link
from models.people import get_person
from models.tables import Chat, ChatKind, Link, Person, Role


async def get_binned(chat: Chat, link_id: int, person: Person | None) -> Link:
    """A link in this chat's bin that this person may wipe; raise `NotFound` or `InvalidRequest`."""
    link = await get_link(chat.id, link_id, include_binned=True)
    if link.deleted_at is None or link.deleted_at == FOR_GOOD:
        raise NotFound(f"link {link_id} is not in the bin")
    if not _may_wipe(chat, person, link):
        raise InvalidRequest("not_yours_to_wipe")
    return link


async def wipe(chat: Chat, link_id: int, person: Person | None) -> Link:
    """Delete one link of the bin for good; raise as `get_binned` does."""
    async with transaction():
        link = await get_binned(chat, link_id, person)
        await delete_for_good(chat.id, link.id)
    return link


async def wipe_at_once(chat_id: int, link_id: int, ports: Ports, person_id: int) -> None:
    """Delete a link for good, wherever it lies; raise as `get_binned` does."""
    async with transaction():
        link = await get_link(chat_id, link_id, include_binned=True)
        if link.deleted_at is None:
            await remove(chat_id, link_id, ports, person_id)
        await wipe(await get_chat(chat_id), link_id, await get_person(person_id))


async def check_bin(chat: Chat, person: Person | None) -> int:
    """How much lies in the bin that this person may empty; raise `NotFound` or `InvalidRequest`."""
    count = await count_binned(chat.id)
    if not count:
        raise NotFound("the bin is empty")
    if not _may_wipe(chat, person, None):
        raise InvalidRequest("not_yours_to_wipe")
    return count


async def wipe_bin(chat: Chat, count: int, person: Person | None) -> int:
    """Delete all of the bin for good; `NotFound` where it holds another number of links than was said."""
    async with transaction():
        if await check_bin(chat, person) != count:
            raise NotFound("the bin has changed since")
        return await empty_bin_of(chat.id)


async def forget(chat: Chat, person: Person | None, person_id: int) -> int:
    """Forget the person who asks, in their own chat; how many links that were. `NotFound` for anybody else."""
    if person is None or person.id != person_id or not is_own(chat, person):
        raise NotFound("people are forgotten by themselves only")
    async with transaction():
        count = await forget_library(chat.id)
        await forget_person(person.id)
    return count


def is_own(chat: Chat, person: Person | None) -> bool:
    """Whether this is the person's own chat with us."""
    return person is not None and chat.kind is ChatKind.PRIVATE and chat.telegram_id == person.telegram_id


def _may_wipe(chat: Chat, person: Person | None, link: Link | None) -> bool:
    """In a group only an owner wipes, and whoever saved the link."""
    if person is None:
        return False
    is_saver = link is not None and link.saved_by_id == person.id
    return is_own(chat, person) or person.role is Role.OWNER or is_saver
