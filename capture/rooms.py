"""The rooms of all captures: opened ahead of need, cleared away after use, in a browser that is looked after."""

import asyncio
import os
from asyncio import Future, Lock, TaskGroup
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.async_api import Error as PlaywrightError

from capture.egress.policy import EgressPolicy
from capture.egress.proxy import Gate, open_gate
from capture.egress.resolver import Resolver
from capture.errors import BrowserFailed, NavigationTimeout
from capture.memory import MAX_BYTES
from capture.process import LAUNCH_SECONDS, Chromium, first_line, launch_chromium
from capture.pulse import answers
from capture.room import Room, clear_away, furnish
from capture.types import Viewport

OPEN_SECONDS = 5.0
PULSE_SECONDS = 3.0  # for a sign of life; below the time that a health check has
OPEN_ATTEMPTS = 2  # the second one in a browser that was started afresh


@dataclass(frozen=True, slots=True)
class HouseRules:
    """When a browser is replaced and when it is sent home."""

    recycle_after: int  # captures
    idle_seconds: float
    max_bytes: int = MAX_BYTES  # of memory, with all its processes


class Rooms:
    """Opens rooms, one of them ahead of need, in a browser that is replaced when it dies or grows old."""

    def __init__(
        self,
        path: Path,
        policy: EgressPolicy,
        rules: HouseRules,
        tasks: TaskGroup,
        resolver: Resolver | None = None,
    ) -> None:
        self._path = path
        self._resolver = resolver
        self._policy = policy
        self._rules = rules
        self._tasks = tasks
        self._launching = Lock()
        self._chromium: Chromium | None = None
        self._prepared: Future[Room] | None = None
        self._rooms: set[Room] = set()
        self._is_closing = False
        self.is_ready = False  # the last launch went well; a browser sent home for idleness still counts

    @property
    def browser_process(self) -> psutil.Process | None:
        """The browser's main process, while there is one."""
        return self._chromium.process if self._chromium is not None else None

    @asynccontextmanager
    async def take(self, viewport: Viewport) -> AsyncIterator[Room]:
        """A room for one capture; afterwards it is cleared away and the next one made ready."""
        room = await self._get_room(viewport)
        try:
            yield room
        except NavigationTimeout as error:
            if await answers(room.chromium, PULSE_SECONDS):
                raise
            raise BrowserFailed("the browser stands still") from error
        finally:
            room.leave()

    def prepare(self) -> None:
        """Have the browser running and one room open ahead of need."""
        if self._prepared is None and not self._is_closing:
            self._prepared = self._open(Viewport())

    async def check(self) -> None:
        """Raise where no capture could begin now; what can be done about it is begun."""
        present = self._chromium
        if present is not None and not present.is_retired and self.is_ready:
            if await answers(present, PULSE_SECONDS):
                return
            problem = "the browser does not answer"
        elif self.is_ready and os.access(self._path, os.X_OK):
            return  # sent home for idleness
        else:
            problem = "the browser has not started"
        self._forget_spoilt()
        self.prepare()
        raise BrowserFailed(problem)

    def dismiss(self) -> None:
        """Ask everybody to leave; the tasks that keep the rooms end by themselves."""
        self._is_closing = True
        self._forget_prepared()
        if self._chromium is not None:
            self._chromium.memory.stop()
        for room in self._rooms:
            room.leave()

    async def close(self) -> None:
        """End the browser, when all rooms are gone."""
        if self._chromium is not None:
            await self._chromium.close()
            self._chromium = None

    async def _get_room(self, viewport: Viewport) -> Room:
        for attempt in range(1, OPEN_ATTEMPTS + 1):
            try:
                room = await receive(self._pop_prepared(viewport) or self._open(viewport))
            except BrowserFailed as error:
                if attempt == OPEN_ATTEMPTS or not error.is_retryable:
                    raise
                continue
            if room.chromium.is_usable and not room.page.is_closed():
                if await answers(room.chromium, OPEN_SECONDS):
                    room.taken.set()
                    return room
                await room.chromium.kill()
            room.leave()
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

    def _forget_spoilt(self) -> None:
        """Give the prepared room up where its browser is gone, so that another one can be prepared."""
        prepared = self._prepared
        if prepared is not None and prepared.done() and not prepared.cancelled():
            room = prepared.result() if prepared.exception() is None else None
            if room is None or not room.chromium.is_usable:
                self._prepared = None
            if room is not None and self._prepared is None:
                room.leave()

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
            door = await chromium.open_door()
            async with open_gate(self._policy, door=door, resolver=self._resolver) as gate:
                await self._serve(chromium, gate, viewport, handover)
        except OSError as error:  # no port or no file handle left for the gate
            if handover.done():
                raise
            handover.set_exception(BrowserFailed(f"no gate: {error}"))
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
            self._chromium = chromium = await launch_chromium(self._path, self._rules.max_bytes)
            if not self._is_closing:  # then nobody would tell it to stop
                self._tasks.create_task(chromium.memory.run(), name="memory watch")
            self.is_ready = True
            return chromium


async def receive(handover: "Future[Room]") -> Room:
    """The room, once it is open; a room that comes when nobody waits any more is cleared away."""
    try:
        async with asyncio.timeout(LAUNCH_SECONDS + OPEN_SECONDS):
            return await handover
    except TimeoutError as error:
        raise BrowserFailed("no room in time") from error
    except asyncio.CancelledError:
        handover.add_done_callback(give_back)
        raise


def give_back(handover: "Future[Room]") -> None:
    """Leave a room that was handed over to nobody."""
    if not handover.cancelled() and handover.exception() is None:
        handover.result().leave()


def retrieve(future: "Future[Room]") -> None:
    """Look at a failure that nobody may come to ask about, so that the loop does not complain."""
    if not future.cancelled():
        future.exception()
