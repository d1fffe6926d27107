"""Which snapshot an address opens: that of a permalink, or the one that was shared with whoever holds the address."""

import asyncio

from aiohttp import web

from bot.services.cards import SnapshotCard
from bot.services.sharing import open_share, resolve_share
from bot.web.ports import PORTS, get_services
from bot.web.visitors import find_visitor
from models.errors import NotFound
from models.privacy import is_private

_SECONDS = 10


async def get_card(request: web.Request, *, is_visit: bool = False) -> SnapshotCard:
    """The snapshot at this address; raise `NotFound`. A visit to a shared one is counted."""
    async with asyncio.timeout(_SECONDS):
        if token := _token(request):
            return await open_share(token, get_services(request), is_counted=is_visit and request.method == "GET")
        return await get_permitted(request, request.match_info["p"])


async def get_permitted(request: web.Request, permalink_id: str) -> SnapshotCard:
    """The snapshot of a permalink that this visitor may see; raise `NotFound`, as if there were none."""
    card = await request.app[PORTS].cards(permalink_id)
    if card.is_private:
        visitor = await find_visitor(request)
        if visitor is None or not visitor.may_see(card.chat_id):
            raise NotFound("private")
    return card


async def get_permalink_id(request: web.Request) -> str:
    """The permalink id of what is at this address, for what needs no more of it; raise `NotFound`."""
    if token := _token(request):
        return await resolve_share(token, get_services(request))
    permalink_id = request.match_info["p"]
    if request.app[PORTS].services is not None and await is_private(permalink_id):
        await get_permitted(request, permalink_id)
    return permalink_id


def path_asked(request: web.Request) -> str:
    """The path of the snapshot below the root, as it was asked for."""
    token = _token(request)
    return f"/x/{token}" if token else f"/s/{request.match_info['p']}"


def _token(request: web.Request) -> str:
    return request.match_info.get("share", "")
