"""Finding: searches, the newest links, a chat's tags."""

from collections.abc import Sequence

from bot.services.cards import FoundLink, FoundPage, TagCount, TagPage
from bot.services.showing import permalink_of
from bot.services.snippets import LOOKED_AT, Needle, find_snippet, list_needles
from models.browsing import list_faces
from models.links import ListedLink, list_recent
from models.search import COUNTED, SearchQuery, search_links
from models.tags import list_tags

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
    found = await describe_links(links, public_url, bot_id, list_needles(query))
    return FoundPage(found, total, page, page_size, is_more=total >= COUNTED and query != SearchQuery())


async def recent(chat_id: int, page: int, public_url: str, *, bot_id: int = 0, page_size: int = PAGE_SIZE) -> FoundPage:
    """Return a page of one chat's links, the newest first."""
    links, total = await list_recent(chat_id, page_size, page * page_size)
    return FoundPage(await describe_links(links, public_url, bot_id), total, page, page_size)


async def tags(chat_id: int, page: int) -> TagPage:
    """Return a page of one chat's tags, the most used first."""
    counted, total = await list_tags(chat_id, TAGS_PAGE_SIZE, page * TAGS_PAGE_SIZE)
    return TagPage(tuple(TagCount(name, count) for name, count in counted), total, page, TAGS_PAGE_SIZE)


async def describe_links(
    links: Sequence[ListedLink], public_url: str, bot_id: int, needles: Sequence[Needle] = ()
) -> tuple[FoundLink, ...]:
    """Return the rows of a list, by one question for sixty links as for one."""
    faces = await list_faces([link.id for link in links], bot_id, text_length=LOOKED_AT if needles else 0)
    return tuple(
        FoundLink(
            link_id=link.id,
            permalink=permalink_of(public_url, face.permalink),
            url=link.url,
            title=link.title or face.title,
            site=face.site,
            saved_at=link.created_at,
            status=face.status,
            label=face.label,
            http_status=face.http_status,
            tags=face.tags,
            photo_file_id=face.photo_file_id,
            thumb_sha256=face.thumb_sha256,
            excerpt=face.excerpt,
            snippet=find_snippet(face.text, needles) or find_snippet(link.note, needles),
        )
        for link in links
        if (face := faces.get(link.id)) is not None  # not so where it was swept out of the bin since
    )
