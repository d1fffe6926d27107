"""Sending: the whole picture or the PDF of a snapshot, for whoever asks for it in its chat."""

from dataclasses import dataclass

from bot.errors import InvalidRequest
from bot.services.cards import SnapshotCard
from bot.services.ports import Ports
from bot.services.showing import build_card
from models.errors import NotFound
from models.snapshots import get_snapshot

MAX_DOCUMENT = 50_000_000  # bytes; Bot API, sendDocument


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An artifact as a file."""

    card: SnapshotCard
    name: str
    content: bytes


async def load_full_page(chat_id: int, permalink_id: str, ports: Ports) -> KeptFile:
    """Return the whole picture of one of this chat's snapshots; raise `NotFound`."""
    return await _load(await _get_card(chat_id, permalink_id, ports), "screenshot", "jpg", ports)


async def load_pdf(chat_id: int, permalink_id: str, ports: Ports) -> KeptFile:
    """Return the PDF of one of this chat's snapshots; raise `NotFound`, or `InvalidRequest` where there is none."""
    card = await _get_card(chat_id, permalink_id, ports)
    if card.artifact("pdf") is None:
        raise InvalidRequest("pdf_pending" if "pdf" in card.pending else "pdf_missing")
    return await _load(card, "pdf", "pdf", ports)


async def _get_card(chat_id: int, permalink_id: str, ports: Ports) -> SnapshotCard:
    snapshot = await get_snapshot(permalink_id)
    if snapshot.link.chat_id != chat_id:
        raise NotFound("no such snapshot in this chat")
    return await build_card(snapshot, ports.public_url)


async def _load(card: SnapshotCard, kind: str, extension: str, ports: Ports) -> KeptFile:
    artifact = card.artifact(kind)
    if artifact is None:
        raise NotFound(f"no {kind} of that snapshot")
    if artifact.bytes > MAX_DOCUMENT:
        raise InvalidRequest("too_large_to_send")
    return KeptFile(card, f"{card.permalink_id}.{extension}", await ports.blobs.get(artifact.sha256))
