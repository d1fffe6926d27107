"""Waiting for room: a full disk stops captures, and loses none; whoever waits is told, and new links are refused."""

import asyncio
import logging

from bot.errors import MessengerError
from bot.services.cards import ProgressCard
from bot.services.delivering import target_of
from bot.services.ports import Messenger, Ports
from models.blobs import BlobStore
from models.deliveries import list_of_snapshot
from models.errors import StoreFull
from models.tables import Snapshot

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0


async def is_full(blobs: BlobStore) -> bool:
    """Whether a capture that is begun now would find no room in the end."""
    try:
        await blobs.check()
    except StoreFull:
        return True
    return False


async def wait_for_room(snapshot: Snapshot, ports: Ports, messenger: Messenger | None) -> None:
    """Return when there is room; where there is none, tell whoever waits for this snapshot why nothing happens."""
    is_told = messenger is None
    while await is_full(ports.blobs):
        if messenger is not None and not is_told:
            await _tell(snapshot, messenger)
            is_told = True
        await asyncio.sleep(LOOK_EVERY)


async def _tell(snapshot: Snapshot, messenger: Messenger) -> None:
    for delivery in await list_of_snapshot(snapshot.id):
        if delivery.bot_id != messenger.bot_id or delivery.message_id is None:
            continue
        try:
            progress = ProgressCard(snapshot.url, "no_room")
            await messenger.show_progress(target_of(delivery), delivery.message_id, progress)
        except MessengerError as error:  # a courtesy; the answer follows anyway
            log.info("full disk not told", extra={"delivery": delivery.id, "reason": str(error)})
