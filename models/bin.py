"""The bin: what was deleted long enough ago goes for good."""

import json
from datetime import datetime

from tortoise.queryset import QuerySet

from models.blob_names import find_needed
from models.database import reader, transaction, writer
from models.dialects import dialect
from models.links import FOR_GOOD
from models.tables import Link

# The blobs of some links' snapshots, and of what was compared among these.
NAMED = """
    WITH gone AS (SELECT id FROM snapshots WHERE link_id IN ({numbers}))
    SELECT sha256 FROM artifacts WHERE snapshot_id IN (SELECT id FROM gone)
    UNION SELECT sha256 FROM resources WHERE snapshot_id IN (SELECT id FROM gone)
    UNION SELECT sha256 FROM comparisons
        WHERE sha256 <> '' AND (older_id IN (SELECT id FROM gone) OR newer_id IN (SELECT id FROM gone))
"""


async def empty_bin(before: datetime, limit: int) -> tuple[int, list[str]]:
    """Delete some of the links that were binned before then; how many, and the blobs that no row names now."""
    async with transaction():
        ids = await Link.filter(deleted_at__lt=before).order_by("id").limit(limit).values_list("id", flat=True)
        rows = await writer().execute_query_dict(NAMED.format(numbers=dialect().numbers), [json.dumps(ids)])
        await Link.filter(id__in=ids).delete()
        names = {str(row["sha256"]) for row in rows}
        return len(ids), sorted(names - await find_needed(names))


async def delete_for_good(chat_id: int, link_id: int) -> bool:
    """Let one of a chat's binned links go with the next sweep; False where it is not in that chat's bin."""
    return bool(await _binned(chat_id).filter(id=link_id).update(deleted_at=FOR_GOOD))


async def empty_bin_of(chat_id: int) -> int:
    """Let all that lies in a chat's bin go with the next sweep; how much that is."""
    return await _binned(chat_id).update(deleted_at=FOR_GOOD)


async def count_binned(chat_id: int) -> int:
    """How much lies in a chat's bin."""
    return await _binned(chat_id).count()


async def list_binned(chat_id: int, limit: int, offset: int = 0) -> tuple[list[Link], int]:
    """What a chat has deleted, the last first, and how much of it there is."""
    links = _binned(chat_id).using_db(reader())
    return await links.order_by("-deleted_at", "-id").limit(limit).offset(offset), await links.count()


def _binned(chat_id: int) -> QuerySet[Link]:
    return Link.filter(chat_id=chat_id, deleted_at__gt=FOR_GOOD)
