"""Who asks: the visitor behind the cookie, looked up once for each request."""

import asyncio

from aiohttp import web

from bot.services.visiting import Visitor
from bot.web.origins import is_content_host
from bot.web.ports import PORTS

_SECONDS = 10
_MOST_COOKIE = 200

VISITOR = web.RequestKey("visitor", object)


def cookie_name(public_url: str) -> str:
    """The cookie of a session; where the address is https, browsers hold it to this very host."""
    return "__Host-snapkeep" if public_url.startswith("https://") else "snapkeep"


async def find_visitor(request: web.Request) -> Visitor | None:
    """Who is signed in; None for a stranger."""
    if VISITOR not in request:
        request[VISITOR] = await _look_up(request)
    visitor = request[VISITOR]
    return visitor if isinstance(visitor, Visitor) else None


async def get_visitor(request: web.Request) -> Visitor:
    """Who is signed in; for strangers there is nothing here."""
    visitor = await find_visitor(request)
    if visitor is None:
        raise web.HTTPNotFound
    return visitor


async def _look_up(request: web.Request) -> Visitor | None:
    ports = request.app[PORTS]
    cookie = request.cookies.get(cookie_name(ports.public_url), "")
    if not cookie or len(cookie) > _MOST_COOKIE or is_content_host(request):  # cookies do not tell ports apart
        return None
    async with asyncio.timeout(_SECONDS):
        return await ports.visitors(cookie)
