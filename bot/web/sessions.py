"""What is open: the browsers in which somebody is signed in and the tokens of their scripts; each is ended here."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.i18n import Translator
from bot.parsing.browsers import parse_browser
from bot.services.calling import TokenCard, revoke_token, show_tokens
from bot.services.signing_in import SessionCard, show_sessions, sign_out, sign_out_others
from bot.services.visiting import Visitor
from bot.views.html import clean
from bot.web.forms import Form, read_form
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import get_services
from bot.web.visitors import get_visitor
from models.people import get_person

_SECONDS = 10
_DEEDS = frozenset({"end", "others", "revoke"})


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One browser or script."""

    number: int
    name: str
    told: str  # since when, and when it was used
    is_this: bool = False


async def show_what_is_open(request: web.Request) -> web.Response:
    """List a person's browsers and tokens."""
    visitor, services = await get_visitor(request), get_services(request)
    async with asyncio.timeout(_SECONDS):
        sessions = await show_sessions(visitor, services)
        tokens = await show_tokens(await get_person(visitor.person_id))
    translator, now = translator_of(request), services.clock()
    return show_page(
        request,
        "sessions.html",
        cache="private, no-store",
        form_token=visitor.form_token,
        sessions=[_describe_session(one, translator, now) for one in sessions],
        tokens=[_describe_token(one, translator, now) for one in tokens],
    )


async def end_what_is_open(request: web.Request) -> web.Response:
    """End what the form names, whatever has become of the page that lists it."""
    form = await read_form(request)
    deed = form.text("deed")
    if deed not in _DEEDS:
        raise web.HTTPBadRequest
    async with asyncio.timeout(_SECONDS):
        await _do(deed, form, form.visitor)
    is_out = form.visitor.session_id in form.numbers("session")
    raise web.HTTPSeeOther(f"{request.app[RENDERER].root}/{'' if is_out else 'sessions'}")


async def _do(deed: str, form: Form, visitor: Visitor) -> None:
    if deed == "others":
        await sign_out_others(visitor)
    for session_id in form.numbers("session"):
        await sign_out(visitor, session_id)
    for token_id in form.numbers("token"):
        await revoke_token(await get_person(visitor.person_id), token_id)


def _describe_session(session: SessionCard, translator: Translator, now: datetime) -> OpenRow:
    browser = parse_browser(session.browser)
    name = browser.name or browser.system or translator.text("web.sessions.unknown")
    if browser.name and browser.system:
        name = translator.text("web.sessions.browser", name=browser.name, system=browser.system)
    since = translator.text("web.sessions.since", when=translator.date(session.created_at))
    used = translator.text("web.sessions.used", when=translator.moment(session.seen_at, now))
    told = f"{translator.text('web.sessions.this')} · {since}" if session.is_this else f"{since} · {used}"
    return OpenRow(session.session_id, name, told, session.is_this)


def _describe_token(token: TokenCard, translator: Translator, now: datetime) -> OpenRow:
    made = translator.text("token.made_on", when=translator.date(token.created_at))
    used = translator.text("token.unused")
    if token.used_at is not None:
        used = translator.text("token.used_on", when=translator.moment(token.used_at, now))
    return OpenRow(token.token_id, clean(token.name) or translator.text("token.nameless"), f"{made} · {used}")
