"""/metrics for Prometheus, to whoever asks this machine itself: a proxy that lets the world in says whom it lets in."""

from aiohttp import web

from bot.web.ports import PORTS

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


async def show_metrics(request: web.Request) -> web.Response:
    """Counters and sizes; nothing in them names a person, a page or an address."""
    read = request.app[PORTS].metrics
    if read is None or any(name in request.headers for name in _FORWARDED):
        raise web.HTTPNotFound
    return web.Response(body=await read(), headers={"Content-Type": _TYPE, "Cache-Control": "no-store"})
