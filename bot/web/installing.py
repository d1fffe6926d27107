"""Snapkeep as an app of one's own: what browsers install, what other apps share with it, and the bookmarklet."""

from collections.abc import Iterable
from urllib.parse import quote

from aiohttp import web

from bot.parsing.links import MessageText, find_links
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS
from bot.web.security import page_headers
from bot.web.start import show_start
from bot.web.static_files import STATIC_FILES
from bot.web.visitors import find_visitor

_MOST_SHARED = 8000
_SIZES = (192, 512)
# Opens the form for the page that is looked at, in a tab of its own.
_BOOKMARKLET = "javascript:void open('{}/share-target?url='+encodeURIComponent(location.href))"


async def show_manifest(request: web.Request) -> web.Response:
    """What a browser has to know to install us; links that are shared with the app come to `/share-target`."""
    root, files, text = request.app[RENDERER].root, request.app[STATIC_FILES], translator_of(request).text
    icons = [
        {
            "src": f"{root}/static/{name}-{size}.png?v={files.get(f'{name}-{size}.png').tag}",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in _SIZES
    ]
    manifest = {
        "name": text("web.name"),
        "description": text("web.motto"),
        "id": f"{root}/",
        "start_url": f"{root}/",
        "scope": f"{root}/",
        "display": "standalone",
        "background_color": "#f5f4ef",
        "theme_color": "#f5f4ef",
        "icons": icons,
        "share_target": {
            "action": f"{root}/share-target",
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return web.json_response(
        manifest,
        content_type="application/manifest+json",
        headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
    )


async def show_shared(request: web.Request) -> web.Response:
    """A form with what another app shared, or the bookmarklet found: one button keeps it. Looking keeps nothing."""
    visitor = await find_visitor(request)
    if visitor is None or request.app[PORTS].services is None:
        return await show_start(request)
    shared = [request.query.get(name, "")[:_MOST_SHARED] for name in ("url", "text", "title")]
    return show_page(
        request,
        "shared.html",
        cache="private, no-store",
        address=_find_address(shared),
        form_token=visitor.form_token,
    )


async def show_tools(request: web.Request) -> web.Response:
    """The bookmarklet, and how to share with us from a phone."""
    if await find_visitor(request) is None:
        return await show_start(request)
    bookmarklet = _BOOKMARKLET.format(quote(request.app[PORTS].public_url, safe=":/[]"))
    page = show_page(request, "tools.html", cache="private, no-store", bookmarklet=bookmarklet)
    page.headers.update(page_headers(request.app[PORTS].content_url, can_be_installed=True))
    return page


def _find_address(shared: Iterable[str]) -> str:
    """Some apps share an address as such, others within a text."""
    for text in shared:
        for link in find_links(MessageText(text)):
            return link
    return ""
