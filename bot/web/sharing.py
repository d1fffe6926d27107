"""Forms of the permalink page that say for whom it opens: everybody, its people, or somebody for a while."""

import asyncio

from aiohttp import web

from bot.errors import InvalidRequest
from bot.parsing.spans import parse_span
from bot.services.privacy import choose_privacy, renew_addresses
from bot.services.sharing import share, take_back
from bot.web.forms import Form, read_form
from bot.web.library_page import parse_place
from bot.web.pages import RENDERER
from bot.web.ports import get_services

_SECONDS = 10


async def make_share(request: web.Request) -> web.Response:
    """Share for as long as the form says, and go back to where the address now stands."""
    form, services = await read_form(request), get_services(request)
    lasts = parse_span(form.text("lasts"))
    if lasts is None:
        raise web.HTTPBadRequest
    place, permalink_id = parse_place(form.fields, form.visitor), form.permalink_id()
    try:
        async with asyncio.timeout(_SECONDS):
            await share(place.chat_id, permalink_id, lasts, form.visitor.person_id, services)
    except InvalidRequest as refusal:  # no form of ours asks for that
        raise web.HTTPBadRequest from refusal
    raise _back_to(request, form)


async def take_share_back(request: web.Request) -> web.Response:
    """End shares now, whatever has become of the page that lists them."""
    form = await read_form(request)
    place = parse_place(form.fields, form.visitor)
    async with asyncio.timeout(_SECONDS):
        for share_id in form.numbers("share"):
            await take_back(place.chat_id, share_id)
    raise _back_to(request, form)


async def change_privacy(request: web.Request) -> web.Response:
    """Let a link open for its people only, or for whoever has its permalink, or under another one."""
    form, services = await read_form(request), get_services(request)
    place, numbers, deed = parse_place(form.fields, form.visitor), form.numbers("link"), form.text("deed")
    if len(numbers) != 1 or deed not in {"private", "open", "renew"}:
        raise web.HTTPBadRequest
    async with asyncio.timeout(_SECONDS):
        if deed == "renew":
            raise _to(request, (await renew_addresses(place.chat_id, numbers[0], services)).permalink_id)
        await choose_privacy(place.chat_id, numbers[0], is_private=deed == "private", ports=services)
    raise _back_to(request, form)


def _back_to(request: web.Request, form: Form) -> web.HTTPSeeOther:
    return _to(request, form.permalink_id())


def _to(request: web.Request, permalink_id: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"{request.app[RENDERER].root}/s/{permalink_id}#shares")
