"""The library's door: a one-time link from the chat becomes a session's cookie, and a button ends it."""

import asyncio
from urllib.parse import urlsplit

from aiohttp import web

from bot.services.signing_in import SESSION_LASTS, sign_in, sign_out, would_sign_in
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import RENDERER, show_page
from bot.web.ports import PORTS, get_services
from bot.web.visitors import cookie_name

_SECONDS = 10


async def show_door(request: web.Request) -> web.Response:
    """A button, because what previews links opens addresses, too, and must not use this one up."""
    async with asyncio.timeout(_SECONDS):
        if not await would_sign_in(request.match_info["secret"], get_services(request)):
            return show_page(request, "door.html", status=410, cache="no-store", is_open=False)
    return show_page(request, "door.html", cache="no-store", is_open=True)


async def open_door(request: web.Request) -> web.Response:
    """Use the link up and keep this browser signed in."""
    if is_from_elsewhere(request):
        raise web.HTTPForbidden
    async with asyncio.timeout(_SECONDS):
        browser = request.headers.get("User-Agent", "")
        secret = await sign_in(request.match_info["secret"], browser, get_services(request))
    if secret is None:
        return show_page(request, "door.html", status=410, cache="no-store", is_open=False)
    return let_in(request, secret)


def let_in(request: web.Request, secret: str) -> web.Response:
    """Give this browser the cookie of a session, and go to the library."""
    public_url = request.app[PORTS].public_url
    response = _go_home(request)
    response.set_cookie(
        cookie_name(public_url),
        secret,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=urlsplit(public_url).scheme == "https",
        httponly=True,
        samesite="Lax",
    )
    return response


async def close_door(request: web.Request) -> web.Response:
    """Sign this browser out, here and in the database."""
    form = await read_form(request)
    name = cookie_name(request.app[PORTS].public_url)
    async with asyncio.timeout(_SECONDS):
        await sign_out(form.visitor, form.visitor.session_id)
    response = _go_home(request)
    response.del_cookie(name, path="/", secure=name.startswith("__Host-"), httponly=True, samesite="Lax")
    return response


def _go_home(request: web.Request) -> web.Response:
    headers = {"Location": f"{request.app[RENDERER].root}/", "Cache-Control": "no-store"}
    return web.Response(status=303, headers=headers)
