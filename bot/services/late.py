"""What follows the answer: PDF and web archive are made, kept, and named where they are missing."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.services.ports import Ports
from bot.services.storing import store_artifacts
from capture.groups import TaskGroup
from capture.types import Capture
from models.errors import ModelError, StoreFull, StoreUnreachable
from models.late import add_artifacts, give_up_forgotten, give_up_late

log = logging.getLogger(__name__)

LET_FINISH = 10.0  # seconds; the end as a whole has 25
FORGOTTEN_AFTER = timedelta(minutes=10)  # whoever was making it has died long since


async def keep_late(snapshot_id: int, capture: Capture, ports: Ports, let_finish: float = LET_FINISH) -> None:
    """Make and keep what follows the answer; however that ends, nothing is awaited any more.

    Whoever is told to end finishes this first, within seconds: the page is open now and never again.
    """
    try:
        async with TaskGroup() as tasks:
            work = tasks.create_task(_make_and_keep(snapshot_id, capture, ports), name=f"late {snapshot_id}")
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                await asyncio.wait({work}, timeout=let_finish)
                raise
    except asyncio.CancelledError:
        with suppress(ModelError):
            await give_up_late(snapshot_id)
        raise


async def _make_and_keep(snapshot_id: int, capture: Capture, ports: Ports) -> None:
    try:
        late = await capture.make_late()
        stored = await store_artifacts(late.artifacts, ports.blobs)
        missing = [failure.kind.value for failure in late.failures]
        is_kept = await add_artifacts(snapshot_id, stored, missing, is_cut=late.was_cut_short)
    except (StoreFull, StoreUnreachable):
        log.exception("what followed could not be stored", extra={"snapshot": snapshot_id})
        await give_up_late(snapshot_id)
        return
    log.info("late artifacts kept", extra={"snapshot": snapshot_id, "missing": missing, "is_kept": is_kept})


async def give_up_waiting(now: datetime) -> None:
    """Call missing what the processes that died were making."""
    if given_up := await give_up_forgotten(now - FORGOTTEN_AFTER):
        log.warning("late artifacts never came", extra={"snapshots": given_up})
