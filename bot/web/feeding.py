"""What of a library others can read: its feeds and public tags, made and taken back by its people."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.errors import InvalidRequest
from bot.i18n import Translator
from bot.services.feeding import FeedCard, end_feed, make_feed, publish_tag, show_feeds
from bot.services.ports import Ports
from bot.services.visiting import Visitor
from bot.views.errors import error_text
from bot.views.html import clean
from bot.web.addresses import path_of
from bot.web.forms import Form, read_form
from bot.web.library_page import Place, parse_place
from bot.web.pages import RENDERER, show_page, translator_of
from bot.web.ports import get_services
from bot.web.visitors import get_visitor

_SECONDS = 10
_DEEDS = frozenset({"make", "publish", "back"})


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed; of a public tag there is a page, too."""

    feed_id: int
    name: str
    kind: str
    address: str  # as a reader takes it
    page_href: str


async def show_feeds_page(request: web.Request) -> web.Response:
    """List them, and offer one of the query in the address."""
    visitor = await get_visitor(request)
    return await _show(request, visitor, parse_place(request.query, visitor))


async def change_feeds(request: web.Request) -> web.Response:
    """Make a feed, publish a tag, or take either back."""
    form = await read_form(request)
    place, deed = parse_place(form.fields, form.visitor), form.text("deed")
    # A group's secret would stay with those who leave it.
    if deed not in _DEEDS or (deed == "make" and not place.is_own):
        raise web.HTTPBadRequest
    try:
        async with asyncio.timeout(_SECONDS):
            await _do(deed, place.chat_id, form, get_services(request))
    except InvalidRequest as refusal:
        said = error_text(refusal.sentence, translator_of(request), **refusal.values)
        return await _show(request, form.visitor, place, problem=said)
    home = Place(place.chat_id, is_own=place.is_own).search()
    raise web.HTTPSeeOther(f"{request.app[RENDERER].root}/feeds{home}")


async def _do(deed: str, chat_id: int, form: Form, ports: Ports) -> None:
    if deed == "make":
        await make_feed(chat_id, form.text("q"), ports)
    elif deed == "publish":
        await publish_tag(chat_id, form.text("q"), ports)
    else:
        for feed_id in form.numbers("feed"):
            await end_feed(chat_id, feed_id)


async def _show(request: web.Request, visitor: Visitor, place: Place, problem: str = "") -> web.Response:
    async with asyncio.timeout(_SECONDS):
        feeds = await show_feeds(place.chat_id, get_services(request))
    return show_page(
        request,
        "feeds.html",
        status=422 if problem else 200,
        cache="private, no-store",
        rows=_describe(feeds, translator_of(request)),
        query=place.query,
        may_make=place.is_own,
        library="" if place.is_own else str(place.chat_id),
        home=f"{request.app[RENDERER].root}/{Place(place.chat_id, is_own=place.is_own).search()}",
        form_token=visitor.form_token,
        problem=problem,
    )


def _describe(feeds: Sequence[FeedCard], translator: Translator) -> list[FeedRow]:
    return [
        FeedRow(
            feed.feed_id,
            clean(feed.query) or translator.text("feed.all"),
            translator.text("feed.public" if feed.is_public else "feed.secret"),
            feed.atom,
            path_of(feed.page) if feed.page else "",
        )
        for feed in reversed(feeds)
    ]
