"""Sweeping: what was deleted for good goes, rows first, then the files that no row names any more.

A capture stores bodies before its rows name them. So a body that was put a moment ago, even again, stays for now: the
pause is longer than a capture takes from its first body to its rows, and short enough for what a person wants gone.
"""

from datetime import timedelta

from bot.services.ports import Ports
from models.bin import empty_bin
from models.blob_names import find_needed
from models.blobs import BlobStore
from models.database import transaction

KEEP_BINNED = timedelta(days=30)
AT_ONCE = 50  # links in one transaction: others want to write, too
IDLE_SECONDS = 30.0  # for what a row has named until now
ORPHAN_SECONDS = 3600.0  # for what no row has ever named, as far as we know
ASKED_AT_ONCE = 500


class Sweeper:
    """Remembers the files that it has left for the next round."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._left: set[str] = set()

    async def sweep(self) -> None:
        """Empty the bin as far as it is old, and remove the files that this leaves without a row."""
        count = AT_ONCE
        while count == AT_ONCE:
            count, names = await empty_bin(self._ports.clock() - KEEP_BINNED, AT_ONCE)
            self._left.update(names)
            if count:
                self._ports.scales.forget()
        for name in sorted(self._left):
            if await discard(name, self._ports.blobs, IDLE_SECONDS):
                self._left.discard(name)


async def discard(name: str, blobs: BlobStore, idle_seconds: float) -> bool:
    """Remove a blob unless it is needed; False where it has to be looked at again later. Nobody writes meanwhile."""
    async with transaction():
        return bool(await find_needed([name])) or await blobs.delete_idle(name, idle_seconds)


async def find_orphans(blobs: BlobStore) -> list[str]:
    """The blobs that no row names; some may be about to be named."""
    orphans: list[str] = []
    asked: list[str] = []
    async for name in blobs.list_names():
        asked.append(name)
        if len(asked) == ASKED_AT_ONCE:
            orphans += set(asked) - await find_needed(asked)
            asked.clear()
    return sorted([*orphans, *(set(asked) - await find_needed(asked))])


async def remove_orphans(blobs: BlobStore) -> tuple[int, int]:
    """Remove the orphans that have lain there for an hour; how many went, and how many stay for now."""
    orphans = await find_orphans(blobs)
    gone = [await discard(name, blobs, ORPHAN_SECONDS) for name in orphans]
    return sum(gone), len(gone) - sum(gone)
