"""The Mini App's door: what Telegram knows of who opens it becomes a session's cookie."""

import asyncio

from aiohttp import web

from bot.web.doors import let_in
from bot.web.forms import is_from_elsewhere
from bot.web.pages import RENDERER, show_page
from bot.web.ports import PORTS
from bot.web.security import page_headers
from bot.web.visitors import find_visitor

_SECONDS = 10
_TELEGRAM_WEB = "https://web.telegram.org"


async def show_app(request: web.Request) -> web.Response:
    """A page whose script brings us what Telegram has put behind the address; Telegram Web may frame it."""
    page = show_page(request, "app.html", cache="no-store", is_refused=False)
    page.headers.update(page_headers(request.app[PORTS].content_url, framed_by=_TELEGRAM_WEB))
    return page


async def enter_app(request: web.Request) -> web.Response:
    """Keep whom Telegram names signed in, and go to their library."""
    find_way_in = request.app[PORTS].mini_app
    if find_way_in is None:
        raise web.HTTPNotFound
    if is_from_elsewhere(request):
        raise web.HTTPForbidden
    given = (await request.post()).get("init_data", "")
    visitor = await find_visitor(request)
    async with asyncio.timeout(_SECONDS):
        entrance = await find_way_in(
            given if isinstance(given, str) else "",
            request.headers.get("User-Agent", ""),
            visitor.person_id if visitor else 0,
        )
    if entrance is None:
        return show_page(request, "app.html", status=403, cache="no-store", is_refused=True)
    if entrance.session:
        return let_in(request, entrance.session)
    raise web.HTTPSeeOther(f"{request.app[RENDERER].root}/")
