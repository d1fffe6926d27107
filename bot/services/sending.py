"""Sending: the whole picture of a snapshot, for whoever asks for it in its chat."""

from dataclasses import dataclass

from bot.services.cards import SnapshotCard
from bot.services.ports import Ports
from bot.services.showing import build_card
from models.errors import NotFound
from models.snapshots import get_snapshot


@dataclass(frozen=True, slots=True)
class FullPicture:
    """The whole screenshot as a file."""

    card: SnapshotCard
    name: str
    content: bytes


async def load_full_page(chat_id: int, permalink_id: str, ports: Ports) -> FullPicture:
    """Return the whole picture of one of this chat's snapshots; raise `NotFound`."""
    snapshot = await get_snapshot(permalink_id)
    card = await build_card(snapshot, ports.public_url)
    picture = card.artifact("screenshot")
    if snapshot.link.chat_id != chat_id or picture is None:
        raise NotFound("no such picture in this chat")
    return FullPicture(card, f"{permalink_id}.jpg", await ports.blobs.get(picture.sha256))
