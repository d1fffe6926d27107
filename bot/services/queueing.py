"""Queueing captures, and how much of them a chat may have."""

import logging
from datetime import timedelta
from time import time

from bot.errors import InvalidRequest
from bot.services.cards import View
from bot.services.ports import Ports
from bot.services.tracing import note_first
from models.snapshots import count_since, count_waiting, enqueue_snapshot
from models.tables import Link, Snapshot

log = logging.getLogger(__name__)


async def queue_capture(link: Link, view: View, ports: Ports) -> Snapshot:
    """Queue a capture of a link that looks so; one that is under way already is that one."""
    begun_at = time()
    snapshot, is_new = await enqueue_snapshot(
        link, ports.new_permalink(), ports.clock(), phone_view=view.is_phone, dark_view=view.is_dark
    )
    if is_new:
        note_first(ports.tracer, "save", snapshot, begun_at)
        log.info("snapshot queued", extra={"snapshot": snapshot.id})
    return snapshot


async def check_quota(chat_id: int, ports: Ports) -> None:
    """Raise `InvalidRequest` where the chat has used up what it may, or nobody has any room."""
    limits = ports.limits
    if not await ports.blobs.has_room():
        raise InvalidRequest("disk_full")
    if await count_waiting(chat_id) >= limits.max_waiting:
        raise InvalidRequest("queue_full", limit=limits.max_waiting)
    if await count_since(chat_id, ports.clock() - timedelta(days=1)) >= limits.max_per_day:
        raise InvalidRequest("daily_limit", limit=limits.max_per_day)
    if await ports.scales.is_full(chat_id, limits.max_bytes):
        raise InvalidRequest("storage_full", limit=limits.max_bytes)
