"""From rows to cards: what the doors show of a snapshot."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.cards import ArtifactCard, Origin, SnapshotCard, VersionCard, View
from bot.services.receipts import read_receipt
from models.errors import NotFound
from models.snapshots import find_latest, get_snapshot, get_snapshot_by_id, list_versions
from models.tables import Artifact, Snapshot
from models.tags import list_link_tags


def permalink_of(public_url: str, permalink_id: str) -> str:
    """The address under which a snapshot opens."""
    return f"{public_url}/s/{permalink_id}"


async def show_permalink(permalink_id: str, public_url: str) -> SnapshotCard:
    """Return the card of a permalink; raise `NotFound`."""
    return await build_card(await get_snapshot(permalink_id), public_url)


async def show_snapshot(snapshot_id: int, public_url: str) -> SnapshotCard:
    """Return the card of a snapshot; raise `NotFound`."""
    return await build_card(await get_snapshot_by_id(snapshot_id), public_url)


async def show_latest(link_id: int, public_url: str) -> SnapshotCard:
    """Return the card of a link's newest snapshot; raise `NotFound`."""
    latest = await find_latest(link_id)
    if latest is None:
        raise NotFound("no snapshot of that link")
    return await show_snapshot(latest.id, public_url)


async def build_card(snapshot: Snapshot, public_url: str) -> SnapshotCard:
    """Return the card of a row that came with its link, its link's chat and person, and its artifacts."""
    link = snapshot.link
    tags = await list_link_tags([link.id])
    return SnapshotCard(
        permalink_id=snapshot.permalink,
        permalink=permalink_of(public_url, snapshot.permalink),
        url=snapshot.url,
        final_url=snapshot.final_url,
        title=snapshot.title,
        site=snapshot.site,
        language=snapshot.language,
        author=snapshot.author,
        published_at=snapshot.published_at,
        captured_at=snapshot.captured_at,
        queued_at=snapshot.queued_at,
        status=snapshot.status.value,
        label=snapshot.label,
        error=snapshot.error,
        http_status=snapshot.http_status,
        excerpt=snapshot.excerpt,
        missing=tuple(snapshot.missing),
        artifacts=tuple(_artifact_card(artifact) for artifact in snapshot.artifacts),
        version=snapshot.version,
        versions=_version_cards(await list_versions(link.id), public_url),
        pending=tuple(snapshot.pending),
        receipt=read_receipt(snapshot.receipt),
        view=View(snapshot.phone_view, snapshot.dark_view),
        is_private=link.chat.private_permalinks if snapshot.is_private is None else snapshot.is_private,
        chat_id=link.chat_id,
        link_id=link.id,
        tags=tags.get(link.id, ()),
        note=link.note,
        origin=read_origin(link.origin),
        saved_by=link.saved_by.name if link.saved_by else "",
        saved_at=link.created_at,
    )


def _artifact_card(artifact: Artifact) -> ArtifactCard:
    return ArtifactCard(
        artifact.kind,
        artifact.media_type,
        artifact.bytes,
        artifact.sha256,
        artifact.width,
        artifact.height,
        artifact.from_person,
    )


def _version_cards(snapshots: Sequence[Snapshot], public_url: str) -> tuple[VersionCard, ...]:
    return tuple(
        VersionCard(one.version, permalink_of(public_url, one.permalink), one.status.value, one.captured_at)
        for one in snapshots
    )


def read_origin(stored: dict[str, str] | None) -> Origin | None:
    """The origin as `saving` wrote it."""
    if not stored:
        return None
    date = datetime.fromisoformat(stored["date"]) if stored.get("date") else None
    return Origin(stored["kind"], stored["name"], date, stored.get("url", ""))
