"""The bin: what was deleted long enough ago goes for good."""

from datetime import datetime

from models.database import reader, transaction, writer
from models.tables import Link

# Blobs that belong to snapshots of those links and to no other: bodies are shared by many snapshots.
UNNEEDED = """
    WITH binned AS (
        SELECT snapshots.id FROM snapshots JOIN links ON links.id = snapshots.link_id WHERE links.deleted_at < ?
    ), names AS (
        SELECT sha256 FROM artifacts WHERE snapshot_id IN (SELECT id FROM binned)
        UNION SELECT sha256 FROM resources WHERE snapshot_id IN (SELECT id FROM binned)
    )
    SELECT sha256 FROM names
    WHERE NOT EXISTS (
        SELECT 1 FROM artifacts
        WHERE artifacts.sha256 = names.sha256 AND artifacts.snapshot_id NOT IN (SELECT id FROM binned)
    ) AND NOT EXISTS (
        SELECT 1 FROM resources
        WHERE resources.sha256 = names.sha256 AND resources.snapshot_id NOT IN (SELECT id FROM binned)
    )
    ORDER BY sha256
"""


async def empty_bin(before: datetime) -> list[str]:
    """Delete the links that were binned before then; the names of the blobs that nothing needs now."""
    async with transaction():
        rows = await writer().execute_query_dict(UNNEEDED, [before])
        await Link.filter(deleted_at__lt=before).delete()
        return [str(row["sha256"]) for row in rows]


async def list_binned(chat_id: int, limit: int) -> tuple[list[Link], int]:
    """What a chat has deleted, the last first, and how much of it there is."""
    links = Link.filter(chat_id=chat_id, deleted_at__isnull=False).using_db(reader())
    return await links.order_by("-deleted_at", "-id").limit(limit), await links.count()
