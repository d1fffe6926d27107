"""The texts of pages as they are indexed: that of the newest capture of a link that shows the page."""

import asyncio

from models.index_rows import Body, join_tokens
from models.tables import SEEN_LABELS, Snapshot, Status

MAX_TEXT = 200_000  # characters of a page that are indexed
SMALL_TEXT = 10_000  # characters that are tokenised in less time than a thread takes


async def read_body(link_id: int) -> Body:
    """The text that a link is found by: that of the page, also where an error stands in its place by now."""
    kept = (
        Snapshot.filter(link_id=link_id, status__in=(Status.COMPLETE, Status.PARTIAL)).order_by("-version").only("id")
    )
    newest = await kept.filter(label__in=SEEN_LABELS).first() or await kept.first()
    return await read_text(newest.id if newest else None)


async def read_text(snapshot_id: int | None) -> Body:
    """The text of one snapshot."""
    snapshot = await Snapshot.get_or_none(id=snapshot_id).only("excerpt", "text") if snapshot_id else None
    if snapshot is None:
        return Body(text_of=snapshot_id)
    text = f"{snapshot.excerpt}\n{snapshot.text}"[:MAX_TEXT]
    tokens = join_tokens(text) if len(text) < SMALL_TEXT else await asyncio.to_thread(join_tokens, text)
    return Body(tokens, snapshot_id)
