"""Links: kept, listed, relabelled and deleted by scripts, with the chat's own services behind it."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from bot.errors import InvalidRequest
from bot.parsing.query import parse_query
from bot.services.cards import FoundLink, SnapshotCard
from bot.services.entering import enter, read_address
from bot.services.leafing import FIRST, Place, leaf
from bot.services.ports import Ports
from bot.services.removing import remove
from bot.services.showing import show_latest
from bot.services.sorting_out import relabel
from bot.services.wiping import wipe_at_once
from bot.views.html import clean, clean_lines
from bot.views.lists import problem_text
from bot.web.api.bodies import read_body
from bot.web.api.callers import CALLER
from bot.web.api.cursors import read_cursor, write_cursor
from bot.web.api.failures import ApiFailure, describe_refusal
from bot.web.api.shapes import Change, NewLink
from bot.web.documents import Document, describe_snapshot, format_moment
from bot.web.pages import translator_of
from bot.web.ports import PORTS
from models.links import find_library_of, get_link

_SECONDS = 30
_MOST_LINKS = 100
_USUAL_LINKS = 20
_NO_STORE = {"Cache-Control": "no-store"}


async def keep_link(request: web.Request) -> web.Response:
    """POST /api/links: 201 for a new link, 200 for a known one, which takes the new tags and note."""
    order, caller, ports = await read_body(request, NewLink), request[CALLER], _ports(request)
    chat_id = _read_library(request)
    try:
        async with asyncio.timeout(_SECONDS):
            address = read_address(order.url)
            receipt = await enter(chat_id, caller.person_id, address, tuple(order.tags), order.note, ports)
    except InvalidRequest as refusal:
        return describe_refusal(request, refusal, order.url)
    if receipt.snapshot is None:
        raise ApiFailure(500)
    card = await show_latest(receipt.snapshot.link_id, ports.public_url)
    place = f"/api/links/{card.link_id}"
    return _send(describe_link(card), 201 if receipt.is_new else 200, {"Location": place})


async def list_links(request: web.Request) -> web.Response:
    """GET /api/links: the newest first, or the best for `q`."""
    chat_id, ports = _read_library(request), _ports(request)
    limit, start = _read_limit(request), _read_place(request)
    asked = parse_query(request.query.get("q", ""), ports.clock().date())
    async with asyncio.timeout(_SECONDS):
        page = await leaf(chat_id, asked.query, start, limit, ports)
    translator = translator_of(request)
    document: Document = {
        "links": [_describe_found(hit, note) for hit, note in page.links],
        "next_cursor": write_cursor(page.next) if page.next else None,
        "problems": [problem_text(problem, translator) for problem in asked.problems],
    }
    return _send(document)


async def show_link(request: web.Request) -> web.Response:
    """GET /api/links/{id}."""
    link = await get_link(await _find_library(request), _link_id(request))
    return _send(describe_link(await show_latest(link.id, _ports(request).public_url)))


async def change_link(request: web.Request) -> web.Response:
    """PATCH /api/links/{id}: what is given replaces what was there."""
    change, caller, ports = await read_body(request, Change), request[CALLER], _ports(request)
    tags = change.tags if "tags" in change.model_fields_set else None
    note = change.note if "note" in change.model_fields_set else None
    async with asyncio.timeout(_SECONDS):
        await relabel(await _find_library(request), _link_id(request), tags, note, caller.person_id, ports)
    return _send(describe_link(await show_latest(_link_id(request), ports.public_url)))


async def delete_link(request: web.Request) -> web.Response:
    """DELETE /api/links/{id}: into the bin, from which the chat's /undo and /bin bring it back, or for good."""
    caller, is_for_good = request[CALLER], _read_flag(request, "for_good")
    delete = wipe_at_once if is_for_good else remove
    async with asyncio.timeout(_SECONDS):
        await delete(await _find_library(request), _link_id(request), _ports(request), caller.person_id)
    return web.Response(status=204, headers=_NO_STORE)


def describe_link(card: SnapshotCard) -> Document:
    """The snapshot's own document, and what only its library knows."""
    document = {name: value for name, value in describe_snapshot(card).items() if name != "receipt"}
    own = {"tags": list(card.tags), "note": clean_lines(card.note), "saved_at": format_moment(card.saved_at)}
    return {"id": card.link_id, **document, **own}


def _describe_found(hit: FoundLink, note: str) -> Document:
    return {
        "id": hit.link_id,
        "permalink": hit.permalink,
        "url": hit.url,
        "title": clean(hit.title),
        "site": clean(hit.site),
        "saved_at": format_moment(hit.saved_at),
        "status": hit.status,
        "label": hit.label or None,
        "http_status": hit.http_status,
        "excerpt": clean(hit.excerpt),
        "tags": list(hit.tags),
        "note": clean_lines(note),
    }


def _ports(request: web.Request) -> Ports:
    services = request.app[PORTS].services
    if services is None:
        raise ApiFailure(404)
    return services


async def show_libraries(request: web.Request) -> web.Response:
    """GET /api/libraries: where the caller may work; the first is their own."""
    own, *groups = request[CALLER].libraries
    found = [{"id": one.chat_id, "title": one.title, "is_own": one == own} for one in (own, *groups)]
    return _send({"libraries": found})


def _read_library(request: web.Request) -> int:
    """The library that `library` names, where it is one of the caller's; their own where it names none."""
    libraries, named = request[CALLER].libraries, request.query.get("library", "")
    if named and not (named.isascii() and named.isdecimal() and len(named) < 10):
        raise ApiFailure(422, "library")
    chat_id = int(named) if named else libraries[0].chat_id
    if all(one.chat_id != chat_id for one in libraries):
        raise ApiFailure(404)
    return chat_id


async def _find_library(request: web.Request) -> int:
    """Which of the caller's libraries a link is in; their own for any other link, where it will not be found."""
    chat_id = await find_library_of(_link_id(request))
    libraries = request[CALLER].libraries
    return chat_id if chat_id in {one.chat_id for one in libraries} and chat_id else libraries[0].chat_id


def _link_id(request: web.Request) -> int:
    return int(request.match_info["id"])


def _read_limit(request: web.Request) -> int:
    text = request.query.get("limit", str(_USUAL_LINKS))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= _MOST_LINKS):
        raise ApiFailure(422, f"limit: 1..{_MOST_LINKS}")
    return int(text)


def _read_flag(request: web.Request, name: str) -> bool:
    text = request.query.get(name, "false")
    if text not in {"true", "false"}:
        raise ApiFailure(422, f"{name}: true, false")
    return text == "true"


def _read_place(request: web.Request) -> Place:
    word = request.query.get("cursor", "")
    try:
        return read_cursor(word) if word else FIRST
    except (ValueError, TypeError, OverflowError) as error:
        raise ApiFailure(422, "cursor") from error


def _send(document: Document, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(document, status=status, headers={**_NO_STORE, **(headers or {})})
