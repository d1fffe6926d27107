"""The texts of pages as they are indexed: that of the newest capture of a link that was kept."""

import asyncio

from models.index_rows import Body, join_tokens
from models.tables import Snapshot, Status

MAX_TEXT = 200_000  # characters of a page that are indexed
SMALL_TEXT = 10_000  # characters that are tokenised in less time than a thread takes


async def read_body(link_id: int) -> Body:
    """The text that a link is found by."""
    kept = (
        await Snapshot.filter(link_id=link_id, status__in=(Status.COMPLETE, Status.PARTIAL))
        .order_by("-version")
        .only("id")
        .first()
    )
    return await read_text(kept.id if kept else None)


async def read_text(snapshot_id: int | None) -> Body:
    """The text of one snapshot."""
    snapshot = await Snapshot.get_or_none(id=snapshot_id).only("excerpt", "text") if snapshot_id else None
    if snapshot is None:
        return Body(text_of=snapshot_id)
    text = f"{snapshot.excerpt}\n{snapshot.text}"[:MAX_TEXT]
    tokens = join_tokens(text) if len(text) < SMALL_TEXT else await asyncio.to_thread(join_tokens, text)
    return Body(tokens, snapshot_id)
