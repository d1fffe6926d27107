"""How much room a chat's blobs take: exactly, which is much work in a large library, or only what has come since."""

from dataclasses import astuple, dataclass

from models.database import reader

USED_BYTES = """
    SELECT sum(bytes) AS bytes FROM (
        SELECT artifacts.sha256, artifacts.bytes FROM links
        JOIN snapshots ON snapshots.link_id = links.id JOIN artifacts ON artifacts.snapshot_id = snapshots.id
        WHERE links.chat_id = ?
        UNION
        SELECT resources.sha256, resources.bytes FROM links
        JOIN snapshots ON snapshots.link_id = links.id JOIN resources ON resources.snapshot_id = snapshots.id
        WHERE links.chat_id = ?
        UNION
        SELECT comparisons.sha256, comparisons.bytes FROM links
        JOIN snapshots ON snapshots.link_id = links.id JOIN comparisons ON comparisons.newer_id = snapshots.id
        WHERE links.chat_id = ? AND comparisons.sha256 <> ''
    ) AS used
"""
LAST = """
    (SELECT coalesce(max(id), 0) FROM artifacts) AS artifacts,
    (SELECT coalesce(max(id), 0) FROM resources) AS resources,
    (SELECT coalesce(max(id), 0) FROM comparisons) AS comparisons
"""
ADDED_BYTES = f"""
    SELECT coalesce(sum(bytes), 0) AS bytes, {LAST} FROM (
        SELECT snapshot_id, bytes FROM artifacts WHERE id > ?
        UNION ALL SELECT snapshot_id, bytes FROM resources WHERE id > ?
        UNION ALL SELECT newer_id, bytes FROM comparisons WHERE id > ?
    ) AS added JOIN snapshots ON snapshots.id = added.snapshot_id JOIN links ON links.id = snapshots.link_id
    WHERE links.chat_id = ?
"""  # noqa: S608 - only the constants above are put in


@dataclass(frozen=True, slots=True)
class Marks:
    """The last rows that name blobs, of each table of them."""

    artifacts: int
    resources: int
    comparisons: int


async def used_bytes(chat_id: int) -> int:
    """What a chat's blobs take, each counted once; the bin counts as long as it is not emptied."""
    rows = await reader().execute_query_dict(USED_BYTES, [chat_id] * 3)
    return int(rows[0]["bytes"] or 0)


async def find_marks() -> Marks:
    """Where to go on counting later."""
    rows = await reader().execute_query_dict(f"SELECT {LAST}")
    return Marks(**rows[0])


async def added_bytes(chat_id: int, since: Marks) -> tuple[int, Marks]:
    """What a chat was given since then, also what it had already; and where to go on."""
    rows = await reader().execute_query_dict(ADDED_BYTES, [*astuple(since), chat_id])
    return int(rows[0]["bytes"]), Marks(rows[0]["artifacts"], rows[0]["resources"], rows[0]["comparisons"])
