"""The library: whoever is signed in looks over their links, and sorts them out. Works without scripts."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from aiohttp import web

from bot.errors import InvalidRequest
from bot.parsing.query import parse_query
from bot.services.browsing import browse
from bot.services.correcting import correct
from bot.services.entering import enter, read_address
from bot.services.ports import Ports
from bot.services.saving import ReceiptKind
from bot.services.sorting_out import (
    MOST,
    bring_many_back,
    capture_many,
    read_tags,
    relabel,
    remove_many,
    tag_many,
    untag_many,
    wipe_many,
)
from bot.services.visiting import Visitor
from bot.views.addresses import host_of
from bot.views.errors import error_text
from bot.web.forms import Form, read_form
from bot.web.library_page import Place, parse_place
from bot.web.library_parts import describe, is_htmx, show_parts
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import PORTS, get_services
from bot.web.start import show_start
from bot.web.visitors import find_visitor

_SECONDS = 10
_MOST_NOTE = 4000


async def show_home(request: web.Request) -> web.Response:
    """The library of whoever is signed in; for everybody else, what this is."""
    visitor = await find_visitor(request)
    if visitor is None or request.app[PORTS].services is None:
        return await show_start(request)
    place = parse_place(request.query, visitor)
    return await _show_library(request, visitor, place)


async def add_link(request: web.Request) -> web.Response:
    """Keep the address that was typed, and go back to where it now stands."""
    form, services = await _read(request)
    place = parse_place(form.fields, form.visitor)
    try:
        address = read_address(form.text("url"))
        note = form.text("note").strip()[:_MOST_NOTE]
        async with asyncio.timeout(_SECONDS):
            receipt = await enter(
                place.chat_id, form.visitor.person_id, address, read_tags(form.text("tags")), note, services
            )
    except InvalidRequest as refusal:
        return await _refuse(request, form, place, refusal)
    done = "added" if receipt.kind is ReceiptKind.QUEUED else "known"
    if is_htmx(request) and receipt.snapshot is not None:
        return await show_parts(request, form.visitor, replace(place, done=done), fresh=(receipt.snapshot.link_id,))
    raise _go_to(request, Place(place.chat_id, done=done, count=1, is_own=place.is_own))


async def sort_out(request: web.Request) -> web.Response:
    """Do one thing to every link that was ticked."""
    form, services = await _read(request)
    place = parse_place(form.fields, form.visitor)
    link_ids = form.numbers("link")
    name = form.text("deed")
    if name not in _DEEDS or len(link_ids) > MOST:
        raise web.HTTPBadRequest
    names = read_tags(form.text("tags"))
    if not link_ids or (name in {"tag", "untag"} and not names):
        if is_htmx(request):
            return await show_parts(request, form.visitor, replace(place, done="nothing"))
        raise _go_to(request, replace(place, done="nothing"))
    try:
        async with asyncio.timeout(_SECONDS):
            await _DEEDS[name](form, place, services)
    except InvalidRequest as refusal:
        return await _refuse(request, form, place, refusal)
    here = replace(place, done=name, count=len(link_ids), gone=link_ids if name == "delete" else ())
    if is_htmx(request):
        return await show_parts(request, form.visitor, here, changed=link_ids)
    raise _go_to(request, here)


async def relabel_link(request: web.Request) -> web.Response:
    """Give one link the tags and the note that its page's form says, and go back there."""
    form, services = await _read(request)
    place = parse_place(form.fields, form.visitor)
    numbers, permalink = form.numbers("link"), form.permalink_id()
    if len(numbers) != 1:
        raise web.HTTPBadRequest
    note = form.text("note").strip()[:_MOST_NOTE]
    async with asyncio.timeout(_SECONDS):
        await relabel(place.chat_id, numbers[0], read_tags(form.text("tags")), note, form.visitor.person_id, services)
    raise web.HTTPSeeOther(f"{request.app[RENDERER].root}/s/{permalink}#labels")


_Deed = Callable[[Form, Place, Ports], Awaitable[None]]
_DEEDS: Mapping[str, _Deed] = {
    "tag": lambda form, place, _: tag_many(place.chat_id, form.numbers("link"), read_tags(form.text("tags"))),
    "untag": lambda form, place, ports: untag_many(
        place.chat_id, form.numbers("link"), read_tags(form.text("tags")), form.visitor.person_id, ports
    ),
    "again": lambda form, place, ports: capture_many(place.chat_id, form.numbers("link"), ports),
    "delete": lambda form, place, ports: remove_many(
        place.chat_id, form.numbers("link"), form.visitor.person_id, ports
    ),
    "back": lambda form, place, _: bring_many_back(place.chat_id, form.numbers("link")),
    "wipe": lambda form, place, ports: wipe_many(place.chat_id, form.numbers("link"), form.visitor.person_id, ports),
}


async def _read(request: web.Request) -> tuple[Form, Ports]:
    return await read_form(request), get_services(request)


async def _refuse(request: web.Request, form: Form, place: Place, refusal: InvalidRequest) -> web.Response:
    site = host_of(form.text("url"))
    sentence = error_text(refusal.sentence, translator_of(request), **{"site": site, **refusal.values})
    if is_htmx(request):
        return await show_parts(request, form.visitor, place, problem=sentence)
    return await _show_library(request, form.visitor, place, problem=sentence, status=422)


async def _show_library(
    request: web.Request, visitor: Visitor, place: Place, *, problem: str = "", status: int = 200
) -> web.Response:
    services = request.app[PORTS].services
    parsed = parse_query(place.query, services.clock().date() if services else None)
    async with asyncio.timeout(_SECONDS):
        shelf = await browse(place.chat_id, parsed.query, place.page, order=place.order)
        if place.query and not shelf.total:
            place = replace(place, meant=await correct(place.chat_id, place.query, parsed))
    page = await describe(request, shelf, place, visitor, parsed.problems)
    return show_page(request, "library.html", status=status, cache="private, no-store", page=page, problem=problem)


def _go_to(request: web.Request, place: Place) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"{request.app[RENDERER].root}/{place.search()}")
