"""Removing: a deleted link lies in the bin, where nobody finds it, until it is brought back or swept away."""

from bot.services.ports import Ports
from bot.services.undoing import note_deletion
from models.database import transaction
from models.links import bin_link, get_link, restore_link
from models.tables import Link


async def remove(chat_id: int, link_id: int, ports: Ports, person_id: int | None = None) -> Link:
    """Put one of this chat's links into the bin; raise `NotFound`."""
    link = await get_link(chat_id, link_id)
    async with transaction():
        await bin_link(link.id, ports.clock())
        await note_deletion(chat_id, person_id, link.id, ports)
    return link


async def bring_back(chat_id: int, link_id: int) -> Link:
    """Take one of this chat's links out of the bin; raise `NotFound`."""
    link = await get_link(chat_id, link_id, include_binned=True)
    await restore_link(link.id)
    return link
