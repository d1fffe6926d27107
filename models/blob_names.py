"""Which blobs are needed: the rows that name one are in these tables, and in no other."""

import json
from collections.abc import Iterable

from models.database import writer
from models.dialects import dialect

NEEDED = """
    WITH asked AS (SELECT value AS sha256 FROM ({names}) AS listed)
    SELECT sha256 FROM asked
    WHERE EXISTS (SELECT 1 FROM artifacts WHERE artifacts.sha256 = asked.sha256)
       OR EXISTS (SELECT 1 FROM resources WHERE resources.sha256 = asked.sha256)
       OR EXISTS (SELECT 1 FROM comparisons WHERE comparisons.sha256 = asked.sha256)
"""
EVERYTHING = """
    SELECT sha256, max(bytes) AS bytes FROM (
        SELECT sha256, bytes FROM artifacts UNION ALL SELECT sha256, bytes FROM resources
        UNION ALL SELECT sha256, bytes FROM comparisons WHERE sha256 <> ''
    ) AS named GROUP BY sha256 ORDER BY sha256
"""

OWNERS = """
    WITH asked AS (SELECT value AS sha256 FROM ({names}) AS listed), owners AS (
        SELECT snapshot_id FROM artifacts WHERE sha256 IN (SELECT sha256 FROM asked)
        UNION SELECT snapshot_id FROM resources WHERE sha256 IN (SELECT sha256 FROM asked)
        UNION SELECT newer_id FROM comparisons WHERE sha256 IN (SELECT sha256 FROM asked)
    )
    SELECT permalink FROM snapshots WHERE id IN (SELECT snapshot_id FROM owners) ORDER BY id DESC LIMIT ?
"""


async def find_needed(names: Iterable[str]) -> set[str]:
    """Those of the names that a row has; asked in a transaction, no row comes or goes before its end."""
    rows = await writer().execute_query_dict(NEEDED.format(names=dialect().names), [json.dumps(list(names))])
    return {str(row["sha256"]) for row in rows}


async def list_needed() -> dict[str, int]:
    """Every blob that a row names, and how long it is said to be."""
    return {str(row["sha256"]): int(row["bytes"]) for row in await writer().execute_query_dict(EVERYTHING)}


async def list_permalinks(names: Iterable[str], limit: int) -> list[str]:
    """Some of the snapshots that need these blobs, the newest first."""
    rows = await writer().execute_query_dict(OWNERS.format(names=dialect().names), [json.dumps(list(names)), limit])
    return [str(row["permalink"]) for row in rows]
