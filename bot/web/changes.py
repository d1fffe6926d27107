"""`/s/{p}/changes`: two versions side by side; `/l/{p}`: wherever the newest one is."""

import asyncio

from aiohttp import web

from bot.errors import InvalidRequest
from bot.services.cards import ComparisonCard
from bot.web.changes_page import describe_changes
from bot.web.content import Content, send_content
from bot.web.opening import get_card, get_permitted
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS
from bot.web.security import download_headers

_SECONDS = 60  # two tall pictures on a busy machine
_MOST_ID = 64


async def show_changes(request: web.Request) -> web.Response:
    """What changed since the version before, or since the one that `?from=` names."""
    card = await _compare(request)
    page = describe_changes(card, translator_of(request), request.app[RENDERER].root)
    return show_page(request, "changes.html", page=page)


async def send_changes_picture(request: web.Request) -> web.StreamResponse:
    """The newer picture, what changed in boxes."""
    card = await _compare(request)
    if card.picture is None:
        raise web.HTTPNotFound
    headers = {"Content-Type": "image/jpeg", **download_headers()}
    return await send_content(
        request, Content(card.picture.sha256, card.picture.bytes, headers), request.app[PORTS].blobs
    )


async def find_newest(request: web.Request) -> web.Response:
    """Lead from any version to the newest kept one."""
    card = await get_card(request)  # whoever may not see this one is not told of another
    newest = await request.app[PORTS].newest(card.permalink_id)
    raise web.HTTPFound(f"{request.app[RENDERER].root}/s/{newest}", headers={"Cache-Control": "no-store"})


async def _compare(request: web.Request) -> ComparisonCard:
    ports = request.app[PORTS]
    newer_id, older_id = request.match_info["p"], request.query.get("from", "")[:_MOST_ID]
    async with asyncio.timeout(_SECONDS):
        for one in filter(None, (newer_id, older_id)):
            await get_permitted(request, one)
        try:
            return await ports.comparisons(newer_id, older_id)
        except InvalidRequest as error:  # there is nothing to compare it with
            raise web.HTTPNotFound from error
