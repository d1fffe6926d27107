"""Comparisons: what differs between two versions of a link, worked out once and kept."""

from datetime import datetime

from models.database import transaction
from models.queue import StoredArtifact
from models.snapshots import KEPT
from models.tables import Comparison, Snapshot


async def find_comparison(older_id: int, newer_id: int) -> Comparison | None:
    """What is known of two snapshots."""
    return await Comparison.get_or_none(older_id=older_id, newer_id=newer_id)


async def keep_comparison(
    older_id: int, newer_id: int, outcome: dict[str, object], picture: StoredArtifact | None, now: datetime
) -> Comparison:
    """Write down what was found; what was known before of the two gives way."""
    async with transaction():
        await Comparison.filter(older_id=older_id, newer_id=newer_id).delete()
        return await Comparison.create(
            older_id=older_id,
            newer_id=newer_id,
            outcome=outcome,
            sha256=picture.sha256 if picture else "",
            media_type=picture.media_type if picture else "",
            bytes=picture.bytes if picture else 0,
            width=picture.width if picture else None,
            height=picture.height if picture else None,
            created_at=now,
        )


async def find_kept_before(snapshot: Snapshot) -> Snapshot | None:
    """The newest version of its link that is older and was kept."""
    older = Snapshot.filter(link_id=snapshot.link_id, version__lt=snapshot.version, status__in=KEPT)
    return await older.order_by("-version").prefetch_related("artifacts").first()


async def find_newest_kept(link_id: int) -> Snapshot | None:
    """The newest version of a link that was kept."""
    kept = Snapshot.filter(link_id=link_id, status__in=KEPT)
    return await kept.order_by("-version").prefetch_related("artifacts").first()
