"""Adding from the command line: captured here and now, in the owner's library, with nobody to deliver to."""

import asyncio

from bot.services.admitting import get_owner
from bot.services.capturing import capture_snapshot
from bot.services.cards import SnapshotCard
from bot.services.choosing import view_of
from bot.services.entering import keep_link, read_address
from bot.services.leading import look_behind
from bot.services.ports import Ports
from bot.services.queueing import queue_capture
from bot.services.showing import show_snapshot
from capture.types import Engine, OnStep
from models.chats import get_library
from models.database import transaction
from models.queue import claim_this, release_snapshot
from models.snapshots import FINAL, find_latest
from models.tables import Snapshot, Status

LEASE_GRACE = 120.0  # seconds that no capture takes beyond its limit: the command line does not renew its leases
LOOK_EVERY = 0.5  # at a snapshot that a running service captures


async def add(
    url: str, tags: tuple[str, ...], note: str, engine: Engine, ports: Ports, on_step: OnStep, seconds: float
) -> SnapshotCard:
    """Keep one address; a known one is labelled and not captured again. Raises `InvalidRequest`."""
    snapshot = await _save(url, tags, note, ports)
    await capture_here(snapshot, engine, ports, on_step, seconds)
    return await show_snapshot(snapshot.id, ports.public_url)


async def _save(url: str, tags: tuple[str, ...], note: str, ports: Ports) -> Snapshot:
    address = read_address(url)
    owner = await get_owner()
    library = await get_library(owner)
    await look_behind(library.id, [address], ports)
    async with transaction():
        link = await keep_link(library.id, owner.id, address, tags, note, ports)
        latest = await find_latest(link.id)
        if latest is not None and latest.status is not Status.FAILED:
            return latest
        return await queue_capture(link, view_of(library), ports)  # no quota: nothing is left waiting


async def capture_here(snapshot: Snapshot, engine: Engine, ports: Ports, on_step: OnStep, seconds: float) -> None:
    """Capture in this process, or wait for the one that has it in hand."""
    while not await _is_final(snapshot):
        claimed = await claim_this(snapshot.id, "command line", seconds + LEASE_GRACE, ports.clock())
        if claimed is None:
            await asyncio.sleep(LOOK_EVERY)
            continue
        try:
            if await capture_snapshot(claimed, engine, ports, on_step, seconds) is Status.QUEUED:
                await ports.blobs.check()  # a full disk is the person's business; the browser's trouble is tried again
        except BaseException:
            await release_snapshot(claimed)  # Ctrl-C, or a fault of ours: somebody else may do better
            raise


async def _is_final(snapshot: Snapshot) -> bool:
    latest = await find_latest(snapshot.link_id)
    return latest is None or latest.id != snapshot.id or latest.status in FINAL
