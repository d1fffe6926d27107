"""Feeds: a tag or a query that a reader follows by a secret address, or anybody where its people made it public."""

from dataclasses import dataclass
from datetime import datetime

from bot.errors import InvalidRequest
from bot.parsing.query import parse_query
from bot.parsing.tags import parse_tag
from bot.services.browsing import browse
from bot.services.ports import Ports
from bot.services.showing import permalink_of
from models.database import transaction
from models.errors import NotFound
from models.feeds import create_feed, drop_feed, get_feed, list_feeds, list_open_facts
from models.tables import Feed

MOST = 100  # of one library
LONGEST = 500  # characters of a query
_KEPT = frozenset({"complete", "partial"})


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A feed as the people of its library see it."""

    feed_id: int
    query: str
    is_public: bool
    atom: str
    page: str  # empty where it is not public


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One page in a feed: what its permalink tells everybody, and when it was kept."""

    permalink: str
    url: str
    title: str
    site: str
    excerpt: str
    saved_at: datetime
    captured_at: datetime
    has_thumb: bool


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed as a reader gets it."""

    card: FeedCard
    entries: tuple[FeedEntry, ...]
    updated_at: datetime


async def make_feed(chat_id: int, query: str, ports: Ports) -> FeedCard:
    """Let a query of that library be read by whoever has its address; raise `InvalidRequest` for too much of it."""
    query = " ".join(query.split())
    if len(query) > LONGEST:
        raise InvalidRequest("feed_query")
    return await _make(chat_id, query, ports, is_public=False)


async def publish_tag(chat_id: int, name: str, ports: Ports) -> FeedCard:
    """Make a public page and a feed of a tag; raise `InvalidRequest` where that is no tag."""
    tag = parse_tag(name)
    if tag is None:
        raise InvalidRequest("no_tag")
    return await _make(chat_id, f"#{tag}", ports, is_public=True)


async def show_feeds(chat_id: int, ports: Ports) -> tuple[FeedCard, ...]:
    """What of a library can be read."""
    return tuple(_card_of(feed, ports) for feed in await list_feeds(chat_id))


async def end_feed(chat_id: int, feed_id: int) -> None:
    """Take back a feed of that library now; raise `NotFound` for any other."""
    await drop_feed(chat_id, feed_id)


async def read_feed(token: str, ports: Ports, *, as_page: bool = False) -> ReadFeed:
    """What a feed's address shows, the newest first. Private pages are in no feed. Raises `NotFound`."""
    feed = await get_feed(token)
    if as_page and not feed.is_public:
        raise NotFound("not a page")
    shelf = await browse(feed.chat_id, parse_query(feed.query, ports.clock().date()).query, 0, order="newest")
    permalinks = [link.permalink_id for link in shelf.links if link.status in _KEPT]
    facts = await list_open_facts(permalinks, are_private=feed.chat.private_permalinks)
    entries = tuple(
        FeedEntry(
            permalink=permalink_of(ports.public_url, link.permalink_id),
            url=link.url,
            title=link.title,
            site=link.site,
            excerpt=fact.excerpt,
            saved_at=link.saved_at,
            captured_at=fact.captured_at or link.saved_at,
            has_thumb=bool(link.thumb_sha256),
        )
        for link in shelf.links
        if (fact := facts.get(link.permalink_id)) is not None
    )
    updated_at = max((entry.captured_at for entry in entries), default=feed.created_at)
    return ReadFeed(_card_of(feed, ports), entries, updated_at)


async def _make(chat_id: int, query: str, ports: Ports, *, is_public: bool) -> FeedCard:
    async with transaction():
        if len(await list_feeds(chat_id)) >= MOST:
            raise InvalidRequest("too_many_feeds", limit=MOST)
        return _card_of(
            await create_feed(chat_id, query, ports.new_permalink(), ports.clock(), is_public=is_public), ports
        )


def _card_of(feed: Feed, ports: Ports) -> FeedCard:
    page = f"{ports.public_url}/f/{feed.token}"
    return FeedCard(feed.id, feed.query, feed.is_public, f"{page}.atom", page if feed.is_public else "")
