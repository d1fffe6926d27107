"""The bin: what was deleted is brought back here, or goes for good."""

import asyncio

from aiohttp import web

from bot.errors import InvalidRequest
from bot.services.removing import bring_back
from bot.services.tag_lists import show_bin
from bot.services.wiping import wipe, wipe_bin
from bot.views.addresses import short_address
from bot.views.errors import error_text
from bot.views.html import clean
from bot.web.forms import Form, read_form
from bot.web.library_page import Place, parse_place
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import get_services
from bot.web.visitors import get_visitor
from models.chats import get_chat
from models.people import get_person

_SECONDS = 10
_DEEDS = frozenset({"back", "wipe", "empty"})
_SHOWN = 200


async def show_bin_page(request: web.Request) -> web.Response:
    """What lies in the bin of a library, and for how long."""
    visitor = await get_visitor(request)
    return await _show(request, parse_place(request.query, visitor), visitor.form_token)


async def sort_bin(request: web.Request) -> web.Response:
    """Bring a link back, delete it for good, or empty the bin."""
    form = await read_form(request)
    place, deed = parse_place(form.fields, form.visitor), form.text("deed")
    if deed not in _DEEDS:
        raise web.HTTPBadRequest
    try:
        async with asyncio.timeout(_SECONDS):
            await _do(deed, place.chat_id, form)
    except InvalidRequest as refusal:
        said = error_text(refusal.sentence, translator_of(request), **refusal.values)
        return await _show(request, place, form.visitor.form_token, problem=said)
    raise web.HTTPSeeOther(f"{request.app[RENDERER].root}/bin{Place(place.chat_id, is_own=place.is_own).search()}")


async def _do(deed: str, chat_id: int, form: Form) -> None:
    """Do it to what was shown; raise `NotFound` where the bin has changed since."""
    chat, person = await get_chat(chat_id), await get_person(form.visitor.person_id)
    if deed == "empty":
        (count,) = form.numbers("count") or (0,)
        await wipe_bin(chat, count, person)
    for link_id in form.numbers("link"):
        if deed == "wipe":
            await wipe(chat, link_id, person)
        else:
            await bring_back(chat_id, link_id)


async def _show(request: web.Request, place: Place, form_token: str, problem: str = "") -> web.Response:
    services, translator = get_services(request), translator_of(request)
    async with asyncio.timeout(_SECONDS):
        links, total = await show_bin(place.chat_id, services, shown=_SHOWN)
    rows = [
        (
            link.link_id,
            clean(link.title) or short_address(link.url),
            translator.text("bin.days_left", count=link.days_left),
        )
        for link in links
    ]
    return show_page(
        request,
        "bin.html",
        status=422 if problem else 200,
        cache="private, no-store",
        rows=rows,
        total=total,
        form_token=form_token,
        library="" if place.is_own else str(place.chat_id),
        home=f"{request.app[RENDERER].root}/{Place(place.chat_id, is_own=place.is_own).search()}",
        problem=problem,
    )
