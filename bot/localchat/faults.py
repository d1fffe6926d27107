"""Trouble on order: errors, lost answers, outages and slowness, so that tests need not wait for them."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from bot.localchat.errors import AnswerGarbled, ApiError, ConnectionDropped
from bot.localchat.wire import Json


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is given instead of the true one."""

    status: int
    description: str
    parameters: Json | None = None


class Faults:
    """What goes wrong next. Method names are compared without regard to case."""

    def __init__(self) -> None:
        self._failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self._drops: defaultdict[str, int] = defaultdict(int)
        self._garbled: defaultdict[str, int] = defaultdict(int)
        self._latency: dict[str, float] = {}
        self.is_down = False

    def fail(self, method: str, failure: Failure, times: int = 1) -> None:
        """Answer the next calls of the method so."""
        self._failures[method.lower()].extend([failure] * times)

    def drop_after_accept(self, method: str, times: int = 1) -> None:
        """Do what the next calls ask for, but close the connection without an answer."""
        self._drops[method.lower()] += times

    def garble_after_accept(self, method: str, times: int = 1) -> None:
        """Do what the next calls ask for, but answer with what is no answer."""
        self._garbled[method.lower()] += times

    def slow_down(self, seconds: float, method: str = "") -> None:
        """Let each call of the method (of all of them) take that long; 0 ends it."""
        self._latency[method.lower()] = seconds

    async def before(self, method: str) -> None:
        """Wait, fail or drop, as it was ordered."""
        if self.is_down:
            raise ConnectionDropped
        seconds = self._latency.get(method, self._latency.get("", 0.0))
        if seconds and method != "getupdates":
            await asyncio.sleep(seconds)
        if self._failures[method]:
            failure = self._failures[method].popleft()
            raise ApiError(failure.status, failure.description, failure.parameters)

    def after(self, method: str) -> None:
        """Lose the answer, if that was ordered or the outage began meanwhile."""
        if self.is_down:
            raise ConnectionDropped
        for order, error in ((self._drops, ConnectionDropped), (self._garbled, AnswerGarbled)):
            if order[method] > 0:
                order[method] -= 1
                raise error
