"""Libraries: whose links somebody may look over outside of the chat: their own, and those of groups they are in now."""

from datetime import timedelta

from bot.services.ports import Ports
from bot.services.visiting import Library
from models.chats import get_library
from models.memberships import drop_member, list_memberships, note_member
from models.tables import Membership, Person

BELIEVED_FOR = timedelta(minutes=1)  # since somebody was seen in a group; then Telegram is asked
DOUBTED_FOR = timedelta(hours=1)  # while Telegram cannot be asked


async def list_libraries(person: Person, ports: Ports) -> tuple[Library, ...]:
    """A person's own library first, then those of their groups."""
    groups = [one for one in await list_memberships(person.id) if await _is_in(one, person, ports)]
    own = await get_library(person)
    return (Library(own.id), *(Library(one.chat_id, one.chat.title, is_own=False) for one in groups))


async def _is_in(membership: Membership, person: Person, ports: Ports) -> bool:
    now = ports.clock()
    if now - membership.seen_at <= BELIEVED_FOR:
        return True
    answer = await ports.ask_member(membership.chat.telegram_id, person.telegram_id)
    if answer is None:
        return now - membership.seen_at <= DOUBTED_FOR
    if answer:
        await note_member(membership.chat_id, person.id, now)
    else:
        await drop_member(membership.chat_id, person.id)
    return answer
