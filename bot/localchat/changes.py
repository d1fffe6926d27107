"""Tells whoever waits that something happened: the page's event stream, long polls, and tests."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from bot.localchat.wire import Json

T = TypeVar("T")
_KEPT_EVENTS = 500


class Changes:
    """A numbered stream of events with waiting."""

    def __init__(self) -> None:
        self.last = 0
        self.epoch = secrets.token_hex(4)  # numbers of another run mean nothing
        self._events: deque[tuple[int, Json]] = deque(maxlen=_KEPT_EVENTS)
        self._signal = asyncio.Event()

    def publish(self, kind: str, **fields: object) -> None:
        """Add an event and wake everybody."""
        self.last += 1
        self._events.append((self.last, {"kind": kind, **fields}))
        self.wake()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self._signal.set()
        self._signal = asyncio.Event()

    def list_since(self, number: int) -> list[tuple[int, Json]] | None:
        """The events after that one; None when some of them are forgotten already."""
        first = self._events[0][0] if self._events else self.last + 1
        if number > self.last or number + 1 < first:
            return None
        return [event for event in self._events if event[0] > number]

    async def wait(self, seconds: float) -> bool:
        """Wait for the next event; False when none came in time."""
        signal = self._signal
        try:
            async with asyncio.timeout(seconds):
                await signal.wait()
        except TimeoutError:
            return False
        return True

    async def wait_until(self, find: Callable[[], T], seconds: float) -> T:
        """The first truthy answer of `find`, asked after each event; TimeoutError when there is none."""
        async with asyncio.timeout(seconds):
            while not (found := find()):
                await self._signal.wait()
        return found
