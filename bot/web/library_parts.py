"""Parts of a library that is open: what htmx asks for and puts in its place. Nothing here is needed without scripts."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bot.parsing.query import Problem
from bot.services.browsing import Shelf, pick
from bot.services.completing import complete
from bot.services.sorting_out import MOST
from bot.services.visiting import Visitor
from bot.services.weighing import Room
from bot.web.forms import parse_numbers
from bot.web.library_page import LibraryPage, Place, describe_library, parse_place
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS
from bot.web.visitors import get_visitor

_SECONDS = 10
_MOST_TYPED = 200


def is_htmx(request: web.Request) -> bool:
    """Whether parts of a page are asked for, and not a whole one."""
    return request.headers.get("HX-Request") == "true"


async def show_rows(request: web.Request) -> web.Response:
    """Some links of a library as they now are."""
    visitor = await get_visitor(request)
    link_ids = parse_numbers(request.query.getall("link", []))
    if len(link_ids) > MOST:
        raise web.HTTPBadRequest
    return await show_parts(request, visitor, parse_place(request.query, visitor), changed=link_ids)


async def show_suggestions(request: web.Request) -> web.Response:
    """How what is being typed into the search box may go on."""
    visitor = await get_visitor(request)
    place = parse_place(request.query, visitor)
    async with asyncio.timeout(_SECONDS):
        found = await complete(place.chat_id, request.query.get("q", "")[:_MOST_TYPED])
    return show_page(request, "suggestions.html", cache="private, no-store", found=found)


async def show_parts(
    request: web.Request,
    visitor: Visitor,
    place: Place,
    *,
    fresh: Sequence[int] = (),
    changed: Sequence[int] = (),
    problem: str = "",
) -> web.Response:
    """Answer with new rows, with what has changed or gone, and with what is said about it."""
    async with asyncio.timeout(_SECONDS):
        shelf = await pick(place.chat_id, [*fresh, *changed])
    page = await describe(request, shelf, place, visitor)
    rows = {row.link_id: row for row in page.rows}
    return show_page(
        request,
        "fragment.html",
        status=422 if problem else 200,
        cache="private, no-store",
        page=page,
        fresh=[rows[one] for one in fresh if one in rows],
        changed=[rows[one] for one in changed if one in rows],
        gone=[one for one in changed if one not in rows],
        problem=problem,
    )


async def describe(
    request: web.Request, shelf: Shelf, place: Place, visitor: Visitor, problems: Sequence[Problem] = ()
) -> LibraryPage:
    """Say what is on a page of a library, or on a part of it, in the visitor's language."""
    room = await _weigh(request, place)
    return describe_library(shelf, place, visitor, room, problems, translator_of(request), request.app[RENDERER].root)


async def _weigh(request: web.Request, place: Place) -> Room:
    services = request.app[PORTS].services
    return Room(await services.scales.glance(place.chat_id), services.limits.max_bytes) if services else Room(0, 0)
