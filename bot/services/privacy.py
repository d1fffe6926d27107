"""Privacy: one link opens for the people of its library only, or from now on at another address."""

from bot.services.cards import SnapshotCard
from bot.services.ports import Ports
from bot.services.showing import show_latest
from models.links import get_link
from models.privacy import renew_permalinks, set_private


async def choose_privacy(chat_id: int, link_id: int, *, is_private: bool, ports: Ports) -> SnapshotCard:
    """Say for whom a link's permalinks open, whatever its chat says; raise `NotFound` where it is not that chat's."""
    link = await get_link(chat_id, link_id)
    await set_private(link.id, to=is_private)
    return await show_latest(link.id, ports.public_url)


async def renew_addresses(chat_id: int, link_id: int, ports: Ports) -> SnapshotCard:
    """Give a link's snapshots new permalinks; the old ones open nothing any more. Raises `NotFound`."""
    link = await get_link(chat_id, link_id)
    await renew_permalinks(link.id, ports.new_permalink)
    return await show_latest(link.id, ports.public_url)
