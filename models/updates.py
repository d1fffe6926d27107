"""Updates: Telegram's messages to us, written down before it is told that they arrived."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from models.database import transaction
from models.tables import SeenUpdate


async def record_updates(bot_id: int, updates: Iterable[tuple[int, Mapping[str, object]]], now: datetime) -> list[int]:
    """Write down updates; the numbers of those that were not known yet."""
    by_id = dict(updates)
    async with transaction():
        known = await _of(bot_id, list(by_id)).values_list("update_id", flat=True)
        new = sorted(by_id.keys() - set(known))
        await SeenUpdate.bulk_create(
            SeenUpdate(bot_id=bot_id, update_id=update_id, payload=dict(by_id[update_id]), received_at=now)
            for update_id in new
        )
    return new


async def list_unhandled(bot_id: int, after: int = -1, limit: int = 1000) -> list[SeenUpdate]:
    """The updates after that one that nobody has finished with, in Telegram's order."""
    unhandled = SeenUpdate.filter(bot_id=bot_id, handled_at__isnull=True, update_id__gt=after)
    return await unhandled.order_by("update_id").limit(limit)


async def count_attempt(bot_id: int, update_id: int) -> int | None:
    """Note that an update is being handled; which attempt this is, so that one that kills us is given up.

    None where it has been handled already, by another process.
    """
    async with transaction():
        await _of(bot_id, [update_id]).update(attempts=F("attempts") + 1)
        update = await _of(bot_id, [update_id]).first()
        if update is None:
            return 0
        return update.attempts if update.handled_at is None else None


async def mark_handled(bot_id: int, update_id: int, now: datetime) -> None:
    """Finish with an update and forget what was in it."""
    await _of(bot_id, [update_id]).update(handled_at=now, payload=None)


async def forget_updates(before: datetime) -> int:
    """Delete handled updates that arrived long ago; how many."""
    return await SeenUpdate.filter(handled_at__isnull=False, received_at__lt=before).delete()


def _of(bot_id: int, update_ids: Sequence[int]) -> QuerySet[SeenUpdate]:
    return SeenUpdate.filter(bot_id=bot_id, update_id__in=list(update_ids))
