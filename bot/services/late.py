"""What follows the answer: PDF and web archive are made, kept, and named where they are missing."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.services.ports import Ports
from bot.services.storing import store_artifacts
from capture.types import Capture
from models.errors import ModelError, StoreFull, StoreUnreachable
from models.late import add_artifacts, give_up_forgotten, give_up_late

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(minutes=10)  # whoever was making it has died long since


async def keep_late(snapshot_id: int, capture: Capture, ports: Ports) -> None:
    """Make and keep what follows the answer; however that ends, nothing is awaited any more."""
    try:
        late = await capture.make_late()
        stored = await store_artifacts(late.artifacts, ports.blobs)
        missing = [failure.kind.value for failure in late.failures]
        is_kept = await add_artifacts(snapshot_id, stored, missing, is_cut=late.was_cut_short)
    except asyncio.CancelledError:
        with suppress(ModelError):
            await give_up_late(snapshot_id)
        raise
    except (StoreFull, StoreUnreachable):
        log.exception("what followed could not be stored", extra={"snapshot": snapshot_id})
        await give_up_late(snapshot_id)
        return
    log.info("late artifacts kept", extra={"snapshot": snapshot_id, "missing": missing, "is_kept": is_kept})


async def give_up_waiting(now: datetime) -> None:
    """Call missing what the processes that died were making."""
    if given_up := await give_up_forgotten(now - FORGOTTEN_AFTER):
        log.warning("late artifacts never came", extra={"snapshots": given_up})
