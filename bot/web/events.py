"""Server-sent events: a page that shows links hears which of them have changed, and asks for them anew."""

import asyncio
import json
from collections import Counter
from contextlib import suppress

from aiohttp import web

from bot.services.signing_in import goes_on
from bot.services.visiting import Visitor
from bot.web.library_page import parse_place
from bot.web.ports import PORTS
from bot.web.visitors import cookie_name, get_visitor
from models.browsing import find_last, list_active, list_asked_for

LOOK_EVERY = 1.0  # seconds
_LASTS = 300  # looks; the browser comes back by itself, and is asked again who it is
_ASK_EVERY = 10  # looks: whoever may not see the library any more hears nothing more
_MOST_OF_ONE = 20  # pages of one person; those just left are noticed within a look
_SLOWEST_SECONDS = 5


class Listeners:
    """How many pages of whom listen."""

    def __init__(self) -> None:
        self.of: Counter[int] = Counter()


LISTENERS = web.AppKey("listeners", Listeners)


async def send_events(request: web.Request) -> web.StreamResponse:
    """Tell which links of a library are on their way, whenever that changes."""
    visitor = await get_visitor(request)
    place = parse_place(request.query, visitor)
    listeners = request.app[LISTENERS]
    if listeners.of[visitor.person_id] >= _MOST_OF_ONE:
        raise web.HTTPTooManyRequests
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    listeners.of[visitor.person_id] += 1
    try:
        await response.prepare(request)
        with suppress(ConnectionError, TimeoutError):  # whoever left, or reads no more
            await _tell(request, response, visitor, place.chat_id)
    finally:
        listeners.of[visitor.person_id] -= 1
    return response


async def _tell(request: web.Request, response: web.StreamResponse, visitor: Visitor, chat_id: int) -> None:
    before, last = await list_active(chat_id), await find_last()
    await _write(response, "retry: 2000\n\n")
    for look in range(1, _LASTS):
        await asyncio.sleep(LOOK_EVERY)
        if not await _goes_on(request, visitor):
            return
        if look % _ASK_EVERY == 0 and not await _is_still_theirs(request, chat_id):
            return
        asked_for, last = await list_asked_for(chat_id, last)  # a quick capture begins and ends between two looks
        now = await list_active(chat_id)
        changed = sorted(asked_for | {link_id for link_id, _ in set(now.items()) ^ set(before.items())})
        before = now
        await _write(response, f"event: changed\ndata: {json.dumps(changed)}\n\n" if changed else ":\n\n")


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(_SLOWEST_SECONDS):
        await response.write(text.encode())


async def _goes_on(request: web.Request, visitor: Visitor) -> bool:
    """A session that somebody has ended hears nothing from the next look on."""
    services = request.app[PORTS].services
    return services is None or not visitor.session_id or await goes_on(visitor, services)


async def _is_still_theirs(request: web.Request, chat_id: int) -> bool:
    ports = request.app[PORTS]
    visitor = await ports.visitors(request.cookies.get(cookie_name(ports.public_url), ""))
    return visitor is not None and visitor.may_see(chat_id)
