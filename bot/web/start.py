"""The pages that belong to no snapshot."""

from aiohttp import web

from bot.web.pages import show_page
from bot.web.ports import PORTS


async def show_start(request: web.Request) -> web.Response:
    """What this is, and how to send it a link."""
    return show_page(request, "start.html", chat_url=request.app[PORTS].chat_url)


async def show_robots(_request: web.Request) -> web.Response:
    """Search engines have no business here: permalinks are for those who were given one."""
    return web.Response(text="User-agent: *\nDisallow: /\n")
