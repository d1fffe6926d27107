"""Feeds: queries of a library that can be read by whoever has their address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import reader
from models.errors import NotFound
from models.tables import Feed, Snapshot

MAX_TOKEN = 32


@dataclass(frozen=True, slots=True)
class Fact:
    """What a feed says of a snapshot beside its title."""

    captured_at: datetime | None
    excerpt: str


async def create_feed(chat_id: int, query: str, token: str, now: datetime, *, is_public: bool) -> Feed:
    """Let a query be read; the one that there is already where it is the same."""
    known = await Feed.filter(chat_id=chat_id, query=query, is_public=is_public).order_by("id").first()
    return known or await Feed.create(chat_id=chat_id, query=query, token=token, is_public=is_public, created_at=now)


async def get_feed(token: str) -> Feed:
    """The feed of an address, with its chat; raise `NotFound`."""
    found = Feed.filter(token=token).select_related("chat")
    feed = await found.first() if len(token) <= MAX_TOKEN else None
    if feed is None:
        raise NotFound("no such feed")
    return feed


async def list_feeds(chat_id: int) -> list[Feed]:
    """What of a library can be read, the oldest first."""
    return await Feed.filter(chat_id=chat_id).order_by("id")


async def drop_feed(chat_id: int, feed_id: int) -> None:
    """Take back a feed of that library; raise `NotFound` for any other."""
    if not await Feed.filter(id=feed_id, chat_id=chat_id).delete():
        raise NotFound("no such feed")


async def list_open_facts(permalinks: Sequence[str], *, are_private: bool) -> dict[str, Fact]:
    """What feeds say of those of the snapshots that are open; `are_private` is what their chat says of all."""
    rows = Snapshot.filter(permalink__in=list(permalinks)).using_db(reader())
    found = await rows.values_list("permalink", "captured_at", "excerpt", "is_private")
    return {
        permalink: Fact(captured_at, excerpt)
        for permalink, captured_at, excerpt, own in found
        if not (are_private if own is None else own)
    }
