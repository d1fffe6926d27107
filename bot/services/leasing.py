"""Leasing: whatever must be done by one process at a time, where several share the work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Protocol

from bot.rounds import repeat
from models.errors import ModelError
from models.leases import drop_lease, drop_leases, renew_leases, take_lease

SECONDS = 12.0  # what a killed process did is done by another one after this long
RENEW_EVERY = 3.0


class Leases(Protocol):
    """What this process has taken upon itself; all of it is kept until it is dropped."""

    is_shared: bool

    async def take(self, name: str) -> bool:
        """Take it, or keep it; False where another process has it."""
        ...

    async def drop(self, name: str) -> None:
        """Leave it to whoever comes next."""
        ...


class OwnLeases:
    """Those of a process that is alone."""

    is_shared = False

    async def take(self, name: str) -> bool:  # noqa: ARG002 - nobody else is there
        """There is nobody who could have it."""
        return True

    async def drop(self, name: str) -> None:
        """There is nobody who waits for it."""


ALONE = OwnLeases()


class SharedLeases:
    """Those of one of several processes: rows of the database that they share."""

    is_shared = True

    def __init__(self, holder: str, clock: Callable[[], datetime]) -> None:
        self._holder = holder
        self._clock = clock

    async def take(self, name: str) -> bool:
        """Take it, or keep it; False where another process has it."""
        return await take_lease(name, self._holder, self._clock(), SECONDS)

    async def drop(self, name: str) -> None:
        """Leave it to whoever comes next."""
        await drop_lease(name, self._holder)

    async def drop_all(self) -> None:
        """This process ends."""
        await drop_leases(self._holder)

    async def keep(self) -> None:
        """Renew all of them until cancelled."""
        await repeat(self._renew, "leases")

    async def _renew(self) -> None:
        await asyncio.sleep(RENEW_EVERY)
        await renew_leases(self._holder, self._clock(), SECONDS)


@asynccontextmanager
async def share_leases(holder: str, clock: Callable[[], datetime]) -> AsyncIterator[SharedLeases]:
    """The leases of one of several processes, for as long as the block runs."""
    leases = SharedLeases(holder, clock)
    async with asyncio.TaskGroup() as tasks:
        keeper = tasks.create_task(leases.keep(), name="leases")
        try:
            yield leases
        finally:
            keeper.cancel()
            with suppress(ModelError):  # they end by themselves
                await leases.drop_all()
