"""Housekeeping: what has had its day goes, once an hour; what was deleted for good, within a minute."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.rounds import repeat
from bot.services.late import give_up_waiting
from bot.services.ports import Ports
from bot.services.sweeping import Sweeper, remove_orphans
from models.deeds import forget_deeds
from models.indexing import reindex_stale
from models.leases import forget_leases
from models.sessions import sweep_sessions
from models.shares import sweep_shares
from models.updates import forget_updates

EVERY_SECONDS = 3600.0
KEEP_UPDATES = timedelta(days=7)  # Telegram repeats an update for at most 24 hours
REINDEX_AT_ONCE, REINDEX_PAUSE = 100, 0.2  # after an upgrade of the tokeniser, without being in the way
KEEP_DEEDS = timedelta(hours=1)  # they can be undone for ten minutes, and hold notes
KEEP_LEASES = timedelta(hours=1)  # of processes that were killed
SWEEP_SECONDS = 15.0
ORPHANS_SECONDS = 86400.0  # what a crash between a file and its row has left


async def tidy(ports: Ports) -> None:
    """Give up what nobody makes any more, forget handled updates, and index anew."""
    now = ports.clock()
    await give_up_waiting(now)
    await sweep_sessions(now)
    await sweep_shares(now)
    await forget_updates(now - KEEP_UPDATES)
    await forget_deeds(now - KEEP_DEEDS)
    await forget_leases(now - KEEP_LEASES)
    while await reindex_stale(REINDEX_AT_ONCE) == REINDEX_AT_ONCE:  # noqa: ASYNC110 - a pause for others, not a poll
        await asyncio.sleep(REINDEX_PAUSE)


async def keep_tidy(ports: Ports) -> None:
    """Tidy and sweep until cancelled."""
    sweeper = Sweeper(ports)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_rounds(partial(tidy, ports), EVERY_SECONDS, "housekeeping", ports), name="housekeeping")
        tasks.create_task(_rounds(sweeper.sweep, SWEEP_SECONDS, "sweeping", ports), name="sweeping")
        await asyncio.sleep(ORPHANS_SECONDS)
        await _rounds(partial(remove_orphans, ports.blobs), ORPHANS_SECONDS, "orphans", ports)


async def _rounds(work: Callable[[], Awaitable[object]], seconds: float, name: str, ports: Ports) -> None:
    async def work_and_rest() -> None:
        if await ports.leases.take(name):
            await work()
        await asyncio.sleep(seconds)

    await repeat(work_and_rest, name)
