"""Browsing: a page of a library as the web shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.cards import Part, TagCount
from bot.services.snippets import LOOKED_AT, Needle, find_snippet, list_needles
from models.browsing import list_faces, look_around
from models.links import ORDERS, ListedLink, list_ordered, list_some
from models.search import COUNTED, SearchQuery, search_links

PAGE_SIZE = 60
TOP_TAGS = 40


@dataclass(frozen=True, slots=True)
class ShelvedLink:
    """One link on the page."""

    link_id: int
    permalink_id: str
    url: str
    title: str
    site: str
    saved_at: datetime
    status: str
    label: str
    http_status: int | None
    version: int
    tags: tuple[str, ...]
    thumb_sha256: str
    snippet: tuple[Part, ...] = ()  # where its text or note has what was asked for


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a library and what stands beside it; `page` counts from 0."""

    links: tuple[ShelvedLink, ...]
    total: int  # as far as it was counted
    page: int
    tags: tuple[TagCount, ...]
    waiting: int
    is_more: bool = False  # there may be more links than were counted

    @property
    def pages(self) -> int:
        """How many pages there are; one where nothing was found."""
        return max(1, -(-self.total // PAGE_SIZE))


async def browse(chat_id: int, query: SearchQuery, page: int, *, order: str = "newest") -> Shelf:
    """Return a page of a library: what was asked for, in an order of `models.links.ORDERS` or the best first."""
    offset = page * PAGE_SIZE
    if query == SearchQuery():
        links, total = await list_ordered(chat_id, order if order in ORDERS else "newest", PAGE_SIZE, offset)
    else:
        links, total = await search_links(chat_id, query, PAGE_SIZE, offset, order=order)
    around = await look_around(chat_id, TOP_TAGS)
    return Shelf(
        await _shelve(links, list_needles(query)),
        total,
        page,
        tuple(TagCount(*one) for one in around.tags),
        around.waiting,
        is_more=query != SearchQuery() and total >= COUNTED,
    )


async def pick(chat_id: int, link_ids: Sequence[int]) -> Shelf:
    """Return those links of a library that are still there, in the order of their numbers."""
    links = await list_some(chat_id, link_ids)
    return Shelf(await _shelve(links), len(links), 0, (), (await look_around(chat_id, 0)).waiting)


async def _shelve(links: Sequence[ListedLink], needles: Sequence[Needle] = ()) -> tuple[ShelvedLink, ...]:
    faces = await list_faces([link.id for link in links], text_length=LOOKED_AT if needles else 0)
    return tuple(
        ShelvedLink(
            link_id=link.id,
            permalink_id=face.permalink,
            url=link.url,
            title=link.title,
            site=face.site,
            saved_at=link.created_at,
            status=face.status,
            label=face.label,
            http_status=face.http_status,
            version=face.version,
            tags=face.tags,
            thumb_sha256=face.thumb_sha256,
            snippet=find_snippet(face.text, needles) or find_snippet(link.note, needles),
        )
        for link in links
        if (face := faces.get(link.id)) is not None
    )
