"""Housekeeping: what has had its day goes, once an hour."""

import asyncio
from datetime import timedelta
from functools import partial

from bot.rounds import repeat
from bot.services.late import give_up_waiting
from bot.services.ports import Ports
from models.bin import empty_bin
from models.deeds import forget_deeds
from models.indexing import reindex_stale
from models.updates import forget_updates

EVERY_SECONDS = 3600.0
KEEP_UPDATES = timedelta(days=7)  # Telegram repeats an update for at most 24 hours
REINDEX_AT_ONCE, REINDEX_PAUSE = 100, 0.2  # after an upgrade of the tokeniser, without being in the way
KEEP_DEEDS = timedelta(hours=1)  # they can be undone for ten minutes, and hold notes
KEEP_BINNED = timedelta(days=30)


async def tidy(ports: Ports) -> None:
    """Give up what nobody makes any more, forget handled updates, index anew, and empty the bin, blobs included."""
    now = ports.clock()
    await give_up_waiting(now)
    await forget_updates(now - KEEP_UPDATES)
    await forget_deeds(now - KEEP_DEEDS)
    while await reindex_stale(REINDEX_AT_ONCE) == REINDEX_AT_ONCE:  # noqa: ASYNC110 - a pause for others, not a poll
        await asyncio.sleep(REINDEX_PAUSE)
    for sha256 in await empty_bin(now - KEEP_BINNED):
        await ports.blobs.delete(sha256)


async def keep_tidy(ports: Ports) -> None:
    """Tidy until cancelled."""
    await repeat(partial(_tidy_and_rest, ports), "housekeeping")


async def _tidy_and_rest(ports: Ports) -> None:
    await tidy(ports)
    await asyncio.sleep(EVERY_SECONDS)
