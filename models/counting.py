"""How much there is and how much waits: figures for whoever looks after the machine."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.database import reader
from models.snapshots import ACTIVE
from models.tables import Delivery, DeliveryState, Link, Snapshot

BLOBS = """
    SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM (
        SELECT sha256, max(bytes) AS bytes FROM (
            SELECT sha256, bytes FROM artifacts UNION ALL SELECT sha256, bytes FROM resources
        ) AS named GROUP BY sha256
    ) AS blobs
"""


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """Unfinished snapshots by status, and since when the oldest one waits."""

    waiting: dict[str, int]
    oldest_at: datetime | None


async def measure_queue() -> QueueDepth:
    """What the workers have before them."""
    active = Snapshot.filter(status__in=ACTIVE).using_db(reader())
    waiting = {status.value: await active.filter(status=status).count() for status in ACTIVE}
    oldest = await active.order_by("queued_at").only("queued_at").first()
    return QueueDepth(waiting, oldest.queued_at.astimezone(UTC) if oldest else None)


async def count_deliveries(bot_id: int) -> int:
    """Answers of a bot that nobody has received yet."""
    return await Delivery.filter(bot_id=bot_id, state=DeliveryState.PENDING).using_db(reader()).count()


async def count_links() -> int:
    """Links of all chats, those in the bin left out."""
    return await Link.filter(deleted_at__isnull=True).using_db(reader()).count()


async def count_blobs() -> tuple[int, int]:
    """Different files that rows name, and their bytes together."""
    (row,) = await reader().execute_query_dict(BLOBS)
    return int(row["files"]), int(row["bytes"])
