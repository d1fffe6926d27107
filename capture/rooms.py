"""A room a capture: a gate of its own, and a context and page that go out through it alone."""

import asyncio
import re
from asyncio import Event, Future, Lock, TaskGroup
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, CDPSession, Page, ProxySettings, Route, ViewportSize
from playwright.async_api import Error as PlaywrightError

from capture.egress.policy import EgressPolicy
from capture.egress.proxy import Gate, open_gate
from capture.errors import BrowserFailed
from capture.process import CLOSE_SECONDS, LAUNCH_SECONDS, Chromium, first_line, launch_chromium
from capture.traffic import Traffic
from capture.types import Viewport

OPEN_SECONDS = 5.0
OPEN_ATTEMPTS = 2  # the second one in a browser that was started afresh
FOREIGN_SCHEMES = re.compile(r"^(?!https?:|data:|blob:|about:)", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Room:
    """What one capture works in; gone when the capture is over."""

    gate: Gate
    chromium: Chromium
    context: BrowserContext
    page: Page
    session: CDPSession
    traffic: Traffic
    taken: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """When a browser is replaced and when it is sent home."""

    recycle_after: int  # captures
    idle_seconds: float


class Rooms:
    """Opens rooms, one of them ahead of need, in a browser that is replaced when it dies or grows old."""

    def __init__(self, path: Path, policy: EgressPolicy, rules: HouseRules, tasks: TaskGroup) -> None:
        self._path = path
        self._policy = policy
        self._rules = rules
        self._tasks = tasks
        self._launching = Lock()
        self._chromium: Chromium | None = None
        self._prepared: Future[Room] | None = None
        self._rooms: set[Room] = set()
        self._is_closing = False
        self.is_ready = False  # the last launch went well; a browser sent home for idleness still counts

    @asynccontextmanager
    async def take(self, viewport: Viewport) -> AsyncIterator[Room]:
        """A room for one capture; afterwards it is cleared away and the next one made ready."""
        room = await self._get_room(viewport)
        try:
            yield room
        finally:
            room.left.set()

    def prepare(self) -> None:
        """Have the browser running and one room open ahead of need."""
        if self._prepared is None and not self._is_closing:
            self._prepared = self._open(Viewport())

    def dismiss(self) -> None:
        """Ask everybody to leave; the tasks that keep the rooms end by themselves."""
        self._is_closing = True
        self._forget_prepared()
        for room in self._rooms:
            room.taken.set()  # nobody will come any more: the one that waits for a guest is to be cleared away too
            room.left.set()

    async def close(self) -> None:
        """End the browser, when all rooms are gone."""
        if self._chromium is not None:
            await self._chromium.close()
            self._chromium = None

    async def _get_room(self, viewport: Viewport) -> Room:
        for attempt in range(1, OPEN_ATTEMPTS + 1):
            try:
                async with asyncio.timeout(LAUNCH_SECONDS + OPEN_SECONDS):
                    room = await (self._pop_prepared(viewport) or self._open(viewport))
            except BrowserFailed:
                if attempt == OPEN_ATTEMPTS:
                    raise
                continue
            if room.chromium.is_usable and not room.page.is_closed():
                room.taken.set()
                return room
            room.left.set()
        raise BrowserFailed("the browser died before the capture began")

    def _pop_prepared(self, viewport: Viewport) -> Future[Room] | None:
        if self._prepared is None or viewport != Viewport():
            return None
        prepared, self._prepared = self._prepared, None
        return prepared

    def _forget_prepared(self) -> None:
        if self._prepared is not None:
            self._prepared.cancel()
            self._prepared = None

    def _open(self, viewport: Viewport) -> Future[Room]:
        handover: Future[Room] = asyncio.get_running_loop().create_future()
        handover.add_done_callback(retrieve)
        self._tasks.create_task(self._keep(viewport, handover), name="room")
        return handover

    async def _keep(self, viewport: Viewport, handover: Future[Room]) -> None:
        """The life of one room, from opening to clearing away."""
        try:
            chromium = await self._get_chromium()
        except BrowserFailed as error:
            if not handover.done():
                handover.set_exception(error)
            return
        chromium.tenants += 1
        try:
            async with open_gate(self._policy) as gate:
                await self._serve(chromium, gate, viewport, handover)
        finally:
            chromium.tenants -= 1
            if chromium.is_retired and not chromium.tenants:
                await chromium.close()

    async def _serve(self, chromium: Chromium, gate: Gate, viewport: Viewport, handover: Future[Room]) -> None:
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                room = await furnish(chromium, gate, viewport)
        except (TimeoutError, PlaywrightError) as error:
            await chromium.kill()
            if not handover.done():
                handover.set_exception(BrowserFailed(f"no new page: {first_line(error)}"))
            return
        self._rooms.add(room)
        try:
            if not handover.done():
                handover.set_result(room)
                await self._wait_until_left(room, handover)
        finally:
            self._rooms.discard(room)
            await clear_away(room)

    async def _wait_until_left(self, room: Room, handover: Future[Room]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._rules.idle_seconds):
                await room.taken.wait()
        if room.taken.is_set() or self._prepared is not handover:
            await room.left.wait()
            room.chromium.captures += 1
            self.prepare()
            return
        self._prepared = None
        if room.chromium.tenants == 1:
            room.chromium.is_retired = True  # nobody has come for long: the browser may go home

    async def _get_chromium(self) -> Chromium:
        async with self._launching:
            present = self._chromium
            if present is not None:
                if present.is_usable and present.captures < self._rules.recycle_after:
                    return present
                self._chromium = None
                present.is_retired = True
                if not present.tenants:
                    self._tasks.create_task(present.close(), name="old browser")
            self.is_ready = False
            self._chromium = await launch_chromium(self._path)
            self.is_ready = True
            return self._chromium


def retrieve(future: "Future[Room]") -> None:
    """Look at a failure that nobody may come to ask about, so that the loop does not complain."""
    if not future.cancelled():
        future.exception()


async def furnish(chromium: Chromium, gate: Gate, viewport: Viewport) -> Room:
    """A context and a page that can only go out through this gate, and carry nothing over."""
    context = await chromium.browser.new_context(
        proxy=ProxySettings(server=gate.address, bypass="<-loopback>"),
        viewport=ViewportSize(width=viewport.width, height=viewport.height),
        is_mobile=viewport.is_mobile,
        has_touch=viewport.is_mobile,
        color_scheme="dark" if viewport.is_dark else "light",
        user_agent=user_agent(chromium.browser.version, is_mobile=viewport.is_mobile),
        service_workers="block",
        accept_downloads=False,
        permissions=[],  # grants nothing, and so refuses the rest without asking
    )
    await context.route(FOREIGN_SCHEMES, refuse)
    page = await context.new_page()
    context.on("page", close_pop_up)
    session = await context.new_cdp_session(page)
    return Room(gate, chromium, context, page, session, Traffic(page))


async def refuse(route: Route) -> None:
    """Abort a request that is not of the web."""
    with suppress(PlaywrightError):
        await route.abort("blockedbyclient")


async def close_pop_up(page: Page) -> None:
    """A page that opens another one does so in vain."""
    with suppress(PlaywrightError):
        await page.close()


async def clear_away(room: Room) -> None:
    """Close the context; a browser that cannot do even that is ended."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await room.context.close()
    except TimeoutError:
        await room.chromium.kill()
    except PlaywrightError:
        if room.chromium.browser.is_connected():
            await room.chromium.kill()


def user_agent(version: str, *, is_mobile: bool) -> str:
    """A Chrome of this version; many sites turn away whoever says that it has no window."""
    major = version.partition(".")[0]
    system = "Linux; Android 10; K" if is_mobile else "X11; Linux x86_64"
    mobile = "Mobile " if is_mobile else ""
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 {mobile}Safari/537.36"
