"""Shares: further addresses of a snapshot, each with an end of its own."""

from datetime import datetime

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.tables import Share

MAX_TOKEN = 32


async def create_share(
    snapshot_id: int, token: str, person_id: int | None, expires_at: datetime, now: datetime
) -> Share:
    """Let a snapshot open under a further address until then."""
    return await Share.create(
        snapshot_id=snapshot_id, token=token, person_id=person_id, expires_at=expires_at, created_at=now
    )


async def get_share(token: str, now: datetime) -> Share:
    """The share of an address, with its snapshot; raise `NotFound` where it has ended, or its link lies in the bin."""
    found = _open(now).filter(token=token).select_related("snapshot")
    share = await found.first() if len(token) <= MAX_TOKEN else None
    if share is None:
        raise NotFound("no such share")
    return share


async def count_open(share_id: int) -> None:
    """Note that somebody opened it."""
    await Share.filter(id=share_id).update(opens=F("opens") + 1)


async def list_shares(chat_id: int, now: datetime, *, snapshot_id: int | None = None) -> list[Share]:
    """What of a library is shared now, or of one snapshot, the newest first; with snapshots and links."""
    shares = _open(now).filter(snapshot__link__chat_id=chat_id)
    if snapshot_id is not None:
        shares = shares.filter(snapshot_id=snapshot_id)
    return await shares.order_by("-id").select_related("snapshot__link")


async def count_shares(chat_id: int, now: datetime) -> int:
    """How many addresses of a library are shared now."""
    return await _open(now).filter(snapshot__link__chat_id=chat_id).count()


async def drop_share(chat_id: int, share_id: int) -> None:
    """Take back a share of that library; raise `NotFound` for any other."""
    if not await Share.filter(id=share_id, snapshot__link__chat_id=chat_id).delete():
        raise NotFound("no such share")


async def sweep_shares(now: datetime) -> None:
    """Forget what has ended."""
    await Share.filter(expires_at__lte=now).delete()


def _open(now: datetime) -> QuerySet[Share]:
    return Share.filter(expires_at__gt=now, snapshot__link__deleted_at__isnull=True)
