"""Libraries: whose links somebody may look over outside of the chat: their own, and those of groups they are in now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.ports import Ports
from bot.services.visiting import Library
from models.chats import get_library
from models.memberships import drop_member, note_member
from models.tables import Person
from models.visits import ReachableChat, list_reachable

BELIEVED_FOR = timedelta(minutes=1)  # since somebody was seen in a group; then Telegram is asked
DOUBTED_FOR = timedelta(hours=1)  # while Telegram cannot be asked


async def list_libraries(person: Person, ports: Ports) -> tuple[Library, ...]:
    """A person's own library first, then those of their groups."""
    return await choose_libraries(person, await list_reachable(person.id), ports)


async def choose_libraries(person: Person, chats: Sequence[ReachableChat], ports: Ports) -> tuple[Library, ...]:
    """The same of chats that were looked up already; those of groups only where they are in them now."""
    own = next((one.chat_id for one in chats if one.seen_at is None), None) or (await get_library(person)).id
    groups = [one for one in chats if one.seen_at is not None and await _is_in(one, one.seen_at, person, ports)]
    return (Library(own), *(Library(one.chat_id, one.title, is_own=False) for one in groups))


async def _is_in(chat: ReachableChat, seen_at: datetime, person: Person, ports: Ports) -> bool:
    now = ports.clock()
    if now - seen_at <= BELIEVED_FOR:
        return True
    answer = await ports.ask_member(chat.telegram_id, person.telegram_id)
    if answer is None:
        return now - seen_at <= DOUBTED_FOR
    if answer:
        await note_member(chat.chat_id, person.id, now)
    else:
        await drop_member(chat.chat_id, person.id)
    return answer
