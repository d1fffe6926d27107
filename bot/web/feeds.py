"""Feeds: Atom for readers, and a page for everybody where a tag was made public."""

import asyncio
from hashlib import sha256

from aiohttp import web
from lxml import etree

from bot.i18n import Translator
from bot.services.feeding import FeedEntry, ReadFeed, read_feed
from bot.views.html import clean
from bot.web.addresses import path_of, web_href
from bot.web.documents import format_moment
from bot.web.pages import show_page, translator_of
from bot.web.ports import get_services

_SECONDS = 10
_ATOM = "http://www.w3.org/2005/Atom"
_TYPE = "application/atom+xml"


async def send_atom(request: web.Request) -> web.Response:
    """The feed; a reader that has it already is told so."""
    feed = await _read(request, as_page=False)
    body = render_atom(feed, translator_of(request))
    tag = sha256(body).hexdigest()[:32]
    headers = {
        "Content-Type": f"{_TYPE}; charset=utf-8",
        "ETag": f'"{tag}"',
        "Cache-Control": "private, no-cache",  # it may be taken back at any moment; the tag makes asking cheap
        "Vary": "Accept-Language",
    }
    if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers)


async def show_feed(request: web.Request) -> web.Response:
    """The page of a public tag."""
    feed = await _read(request, as_page=True)
    entries = [
        {
            "href": path_of(entry.permalink),
            "thumb": f"{path_of(entry.permalink)}/screenshot?size=thumb" if entry.has_thumb else "",
            "title": clean(entry.title) or entry.url,
            "site": clean(entry.site),
            "date": translator_of(request).date(entry.saved_at),
            "iso": format_moment(entry.saved_at),
        }
        for entry in feed.entries
    ]
    return show_page(request, "feed.html", title=feed.card.query, atom=path_of(feed.card.atom), entries=entries)


def render_atom(feed: ReadFeed, translator: Translator) -> bytes:
    """A feed as RFC 4287 has it."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(root, "id", feed.card.atom)
    _add(root, "title", f"{clean(feed.card.query) or translator.text('feed.all')} · {translator.text('web.name')}")
    _add(root, "updated", format_moment(feed.updated_at) or "")
    _link(root, "self", feed.card.atom, _TYPE)
    if feed.card.page:
        _link(root, "alternate", feed.card.page, "text/html")
    _add(_add(root, "author"), "name", translator.text("web.name"))
    for entry in feed.entries:
        _add_entry(root, entry)
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return document


def _add_entry(root: etree._Element, entry: FeedEntry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.permalink)
    _add(element, "title", clean(entry.title) or clean(entry.url))
    _add(element, "published", format_moment(entry.saved_at) or "")
    _add(element, "updated", format_moment(entry.captured_at) or "")
    _link(element, "alternate", entry.permalink, "text/html")
    if original := web_href(entry.url):
        _link(element, "via", original)
    if entry.excerpt:
        _add(element, "summary", clean(entry.excerpt))


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        element.text = text
    return element


def _link(parent: etree._Element, rel: str, href: str, media_type: str = "") -> None:
    element = _add(parent, "link")
    element.set("rel", rel)
    element.set("href", href)
    if media_type:
        element.set("type", media_type)


async def _read(request: web.Request, *, as_page: bool) -> ReadFeed:
    async with asyncio.timeout(_SECONDS):
        return await read_feed(request.match_info["feed"], get_services(request), as_page=as_page)
