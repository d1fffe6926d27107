"""Finding: searches, the newest links, a chat's tags."""

from collections.abc import Sequence

from bot.services.cards import FoundLink, FoundPage, TagCount, TagPage
from bot.services.showing import permalink_of
from models.deliveries import find_photo_ids
from models.links import list_recent
from models.search import COUNTED, SearchQuery, search_links
from models.snapshots import list_latest
from models.tables import Link
from models.tags import list_link_tags, list_tags

PAGE_SIZE = 5
TAGS_PAGE_SIZE = 30


async def find(
    chat_id: int,
    query: SearchQuery,
    page: int,
    public_url: str,
    *,
    bot_id: int = 0,
    page_size: int = PAGE_SIZE,
) -> FoundPage:
    """Return a page of the links of one chat that match, the best first."""
    links, total = await search_links(chat_id, query, page_size, page * page_size)
    found = await describe_links(links, public_url, bot_id)
    return FoundPage(found, total, page, page_size, is_more=total >= COUNTED and query != SearchQuery())


async def recent(chat_id: int, page: int, public_url: str, *, bot_id: int = 0, page_size: int = PAGE_SIZE) -> FoundPage:
    """Return a page of one chat's links, the newest first."""
    links, total = await list_recent(chat_id, page_size, page * page_size)
    return FoundPage(await describe_links(links, public_url, bot_id), total, page, page_size)


async def tags(chat_id: int, page: int) -> TagPage:
    """Return a page of one chat's tags, the most used first."""
    counted, total = await list_tags(chat_id, TAGS_PAGE_SIZE, page * TAGS_PAGE_SIZE)
    return TagPage(tuple(TagCount(name, count) for name, count in counted), total, page, TAGS_PAGE_SIZE)


async def describe_links(links: Sequence[Link], public_url: str, bot_id: int) -> tuple[FoundLink, ...]:
    """Return the rows of a list, with as many queries for sixty links as for one."""
    latest = await list_latest([link.id for link in links])
    snapshot_ids = [snapshot.id for snapshot in latest.values()]
    tags_of = await list_link_tags([link.id for link in links])
    photos = await find_photo_ids(bot_id, snapshot_ids)
    found = []
    for link in links:
        snapshot = latest.get(link.id)
        if snapshot is None:  # swept out of the bin since the list was read
            continue
        thumb = next((artifact for artifact in snapshot.artifacts if artifact.kind == "thumb"), None)
        found.append(
            FoundLink(
                link_id=link.id,
                permalink=permalink_of(public_url, snapshot.permalink),
                url=link.url,
                title=link.title or snapshot.title,
                site=snapshot.site,
                saved_at=link.created_at,
                status=snapshot.status.value,
                label=snapshot.label,
                http_status=snapshot.http_status,
                tags=tags_of.get(link.id, ()),
                photo_file_id=photos.get(snapshot.id, ""),
                thumb_sha256=thumb.sha256 if thumb else "",
                excerpt=snapshot.excerpt,
            )
        )
    return tuple(found)
