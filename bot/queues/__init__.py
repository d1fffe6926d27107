"""Queues of captures: whoever serves one is handed claimed snapshots, so many at a time.

In one file the snapshots' own rows are the queue; on a server that several processes share it is procrastinate's, whose
module is imported only then: nobody else pays for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from importlib import import_module
from typing import Protocol

from bot.bell import Bell
from bot.queues.rows import RowQueue
from models.database import is_server
from models.tables import Snapshot

Capture = Callable[[Snapshot], Awaitable[None]]
Check = Callable[[], Awaitable[None]]
OpenQueue = Callable[[str, str, Callable[[], datetime], Bell], AbstractAsyncContextManager["Queue"]]

JOBS = "bot.queues.jobs"


class Queue(Protocol):
    """Captures that wait."""

    lease_seconds: float  # a killed worker's captures begin again after about this long

    async def serve(self, capture: Capture, at_once: int, check: Check) -> None:
        """Hand out what waits until cancelled, and only while `check` does not fail; what is under way is cancelled."""
        ...

    async def look_after(self) -> None:
        """Keep rows and jobs together until cancelled; every process does so, whether it captures or not."""
        ...


@asynccontextmanager
async def open_queue(url: str, holder: str, clock: Callable[[], datetime], work: Bell) -> AsyncIterator[Queue]:
    """The queue of a database; the bell rings when there is work."""
    if not is_server(url):
        yield RowQueue(holder, clock, work)
        return
    open_jobs: OpenQueue = import_module(JOBS).open_jobs
    async with open_jobs(url, holder, clock, work) as queue:
        yield queue
