"""Forms of the permalink page that share its snapshot, and take back what was shared."""

import asyncio

from aiohttp import web

from bot.errors import InvalidRequest
from bot.parsing.spans import parse_span
from bot.services.sharing import share, take_back
from bot.web.forms import Form, read_form
from bot.web.library_page import parse_place
from bot.web.pages import RENDERER
from bot.web.ports import PORTS

_SECONDS = 10


async def make_share(request: web.Request) -> web.Response:
    """Share for as long as the form says, and go back to where the address now stands."""
    form, services = await read_form(request), request.app[PORTS].services
    lasts = parse_span(form.text("lasts"))
    if services is None or lasts is None:
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


def _back_to(request: web.Request, form: Form) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"{request.app[RENDERER].root}/s/{form.permalink_id()}#shares")
