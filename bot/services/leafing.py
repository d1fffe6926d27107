"""Leafing through a library from a script: pages that neither skip nor repeat, whatever is saved in between."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.services.cards import FoundLink
from bot.services.finding import describe_links
from bot.services.ports import Ports
from models.ids import LAST_ID
from models.query import asks_for_words
from models.search import SearchQuery, search_links


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after a link, and where the best come first, so many further down."""

    created_at: datetime
    link_id: int
    offset: int = 0


FIRST = Place(datetime.max.replace(tzinfo=UTC), LAST_ID)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, and where the next one begins."""

    links: tuple[tuple[FoundLink, str], ...]  # each with its note
    next: Place | None


async def leaf(chat_id: int, query: SearchQuery, start: Place, limit: int, ports: Ports) -> Leaf:
    """Return a page of one chat's links: with words the best first, else the newest."""
    now = ports.clock()
    bound = replace(query, older_than=(start.created_at, start.link_id))
    links, total = await search_links(chat_id, bound, limit, start.offset)
    notes = {link.id: link.note for link in links}
    found = await describe_links(links, ports.public_url, 0)
    follows: Place | None = None
    if links and total > start.offset + len(links):
        if asks_for_words(query):  # the best may be of any age: what is saved from now on belongs to no page
            follows = Place(min(start.created_at, now), start.link_id, start.offset + limit)
        else:
            follows = Place(links[-1].created_at, links[-1].id)
    return Leaf(tuple((hit, notes[hit.link_id]) for hit in found), follows)
