"""Deeds: what a chat can take back for a while. Their payloads are the services' business."""

from datetime import datetime

from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.tables import Deed


async def record_deed(
    chat_id: int, person_id: int | None, kind: str, payload: dict[str, object], now: datetime
) -> Deed:
    """Write down what was done, to be called in the transaction that does it."""
    return await Deed.create(chat_id=chat_id, person_id=person_id, kind=kind, payload=payload, done_at=now)


async def list_deeds(chat_id: int, since: datetime, limit: int) -> list[Deed]:
    """What a chat has done since then and not taken back, the newest first."""
    return await _open(chat_id, since).order_by("-id").limit(limit)


async def get_deed(chat_id: int, deed_id: int, since: datetime) -> Deed:
    """One of them; somebody else's, older ones and those taken back raise `NotFound`."""
    deed = await _open(chat_id, since).get_or_none(id=deed_id)
    if deed is None:
        raise NotFound(f"no deed {deed_id} in chat {chat_id} to take back")
    return deed


async def close_deed(deed_id: int, now: datetime) -> bool:
    """Note that a deed was taken back; False where somebody was faster."""
    return bool(await Deed.filter(id=deed_id, undone_at__isnull=True).update(undone_at=now))


async def forget_deeds(before: datetime) -> None:
    """Forget what nobody can take back any more."""
    await Deed.filter(done_at__lt=before).delete()


def _open(chat_id: int, since: datetime) -> QuerySet[Deed]:
    return Deed.filter(chat_id=chat_id, done_at__gte=since, undone_at__isnull=True)
