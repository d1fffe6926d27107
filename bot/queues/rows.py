"""The queue of one process: a snapshot's row is its job, claimed by one conditional update."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.bell import Bell
from bot.rounds import repeat
from models.queue import claim_snapshot
from models.tables import Snapshot

LOOK_EVERY = 2.0  # for rows that somebody else queued, and for leases that ran out


class RowQueue:
    """Claims rows, the waiting chats in turn."""

    lease_seconds = 15.0

    def __init__(self, holder: str, clock: Callable[[], datetime], work: Bell) -> None:
        self._holder = holder
        self._clock = clock
        self._work = work

    async def serve(
        self, capture: Callable[[Snapshot], Awaitable[None]], at_once: int, check: Callable[[], Awaitable[None]]
    ) -> None:
        """Hand out what waits until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(at_once):
                tasks.create_task(
                    repeat(partial(self._take, capture, check), "capture worker"), name=f"capture slot {number}"
                )

    async def look_after(self) -> None:
        """There are no jobs beside the rows."""

    async def _take(self, capture: Callable[[Snapshot], Awaitable[None]], check: Callable[[], Awaitable[None]]) -> None:
        await check()
        snapshot = await claim_snapshot(self._holder, self.lease_seconds, self._clock())
        if snapshot is None:
            await self._work.wait(LOOK_EVERY)
        else:
            await capture(snapshot)
