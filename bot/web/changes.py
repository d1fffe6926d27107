"""`/s/{p}/changes`: two versions side by side; `/s/{p}/latest`, or `/l/{p}`: wherever the newest one is."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from bot.errors import InvalidRequest
from bot.services.cards import ComparisonCard, SnapshotCard
from bot.web.changes_page import describe_changes
from bot.web.content import Content, send_content
from bot.web.opening import get_card, get_permitted
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS
from bot.web.security import download_headers
from bot.web.visitors import find_visitor

_SECONDS = 60  # two tall pictures on a busy machine
_MOST_ID = 64


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions that were asked for, and whether by the people of their library."""

    card: ComparisonCard
    newer: SnapshotCard
    is_at_home: bool


async def show_changes(request: web.Request) -> web.Response:
    """What changed since the version before, or between the two that `?from=` and `?to=` name."""
    compared = await _compare(request)
    choices = compared.newer.versions if compared.is_at_home else ()
    page = describe_changes(compared.card, translator_of(request), request.app[RENDERER].root, choices)
    return show_page(request, "changes.html", page=page)


async def send_changes_picture(request: web.Request) -> web.StreamResponse:
    """The newer picture, what changed in boxes."""
    picture = (await _compare(request)).card.picture
    if picture is None:
        raise web.HTTPNotFound
    headers = {"Content-Type": "image/jpeg", **download_headers()}
    return await send_content(request, Content(picture.sha256, picture.bytes, headers), request.app[PORTS].blobs)


async def find_newest(request: web.Request) -> web.Response:
    """Lead from any version to the newest kept one."""
    card = await get_card(request)  # whoever may not see this one is not told of another
    newest = await request.app[PORTS].newest(card.permalink_id)
    raise web.HTTPFound(f"{request.app[RENDERER].root}/s/{newest}", headers={"Cache-Control": "no-store"})


async def _compare(request: web.Request) -> Compared:
    ports = request.app[PORTS]
    older_id = request.query.get("from", "")[:_MOST_ID]
    newer_id = request.query.get("to", "")[:_MOST_ID] or request.match_info["p"]
    try:
        async with asyncio.timeout(_SECONDS):
            if older_id:
                await get_permitted(request, older_id)
            newer = await get_permitted(request, newer_id)
            visitor = await find_visitor(request)
            is_at_home = visitor is not None and visitor.may_see(newer.chat_id)
            return Compared(await ports.comparisons(newer_id, older_id, is_at_home), newer, is_at_home)
    except TimeoutError as error:
        raise web.HTTPServiceUnavailable from error
    except InvalidRequest as error:
        if error.sentence == "compare_failed":
            raise web.HTTPServiceUnavailable from error
        raise web.HTTPNotFound from error  # there is nothing to compare it with
