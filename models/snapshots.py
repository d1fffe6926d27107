"""Snapshots: the captures of a link, each with a permalink of its own."""

from datetime import datetime

from tortoise.queryset import QuerySet

from models.database import reader, transaction
from models.errors import NotFound
from models.tables import Link, Snapshot, Status

ACTIVE = (Status.QUEUED, Status.CAPTURING)
KEPT = (Status.COMPLETE, Status.PARTIAL)
FINAL = (*KEPT, Status.FAILED)

MAX_PERMALINK = 32
LONG = {"text", "receipt"}  # no list shows them


async def enqueue_snapshot(
    link: Link, permalink: str, now: datetime, *, phone_view: bool = False, dark_view: bool = False
) -> tuple[Snapshot, bool]:
    """Ask for a capture of a link; one that waits or runs already is returned instead, and False with it."""
    async with transaction():
        active = await Snapshot.filter(link_id=link.id, status__in=ACTIVE).first()
        if active is not None:
            return active, False
        newest = await Snapshot.filter(link_id=link.id).order_by("-version").first()
        version = 1 if newest is None else newest.version + 1
        snapshot = await Snapshot.create(
            link_id=link.id,
            permalink=permalink,
            version=version,
            url=link.url,
            queued_at=now,
            phone_view=phone_view,
            dark_view=dark_view,
            is_private=newest.is_private if newest else None,  # a private link stays so, however often it is captured
        )
        return snapshot, True


async def get_snapshot(permalink: str) -> Snapshot:
    """The snapshot behind a permalink, with link, chat and artifacts; not while the link lies in the bin."""
    if len(permalink) > MAX_PERMALINK:  # the column takes no such value, not even to compare with
        raise NotFound("no such snapshot")
    return await _get(Snapshot.filter(permalink=permalink))


async def get_snapshot_by_id(snapshot_id: int) -> Snapshot:
    """The snapshot with that number, as `get_snapshot` returns it."""
    return await _get(Snapshot.filter(id=snapshot_id))


async def _get(which: QuerySet[Snapshot]) -> Snapshot:
    found = which.filter(link__deleted_at__isnull=True).select_related("link__chat", "link__saved_by")
    snapshot = await found.prefetch_related("artifacts").first()
    if snapshot is None:
        raise NotFound("no such snapshot")
    return snapshot


async def find_link_id(snapshot_id: int) -> int | None:
    """The link that a snapshot belongs to now: two links may have become one."""
    snapshot = await Snapshot.filter(id=snapshot_id).only("link_id").first()
    return snapshot.link_id if snapshot else None


async def find_latest(link_id: int) -> Snapshot | None:
    """The newest capture of a link, whatever became of it, with its artifacts and without its text."""
    newest = Snapshot.filter(link_id=link_id).order_by("-version").only(*_light())
    return await newest.prefetch_related("artifacts").first()


async def list_versions(link_id: int) -> list[Snapshot]:
    """All captures of a link, the newest first; without what was on the pages."""
    rows = Snapshot.filter(link_id=link_id).using_db(reader()).order_by("-version")
    return await rows.only("id", "version", "permalink", "status", "captured_at")


def _light() -> list[str]:
    """All columns that cost nothing to read."""
    return sorted(Snapshot._meta.db_fields - LONG)


async def count_waiting(chat_id: int) -> int:
    """How many captures of a chat wait or run."""
    return await Snapshot.filter(link__chat_id=chat_id, link__deleted_at__isnull=True, status__in=ACTIVE).count()


async def count_since(chat_id: int, since: datetime) -> int:
    """How many captures a chat has asked for since then, those of binned links too."""
    # With all statuses there are, for that is what the index of times begins with.
    asked = Snapshot.filter(status__in=list(Status), queued_at__gte=since, link__chat_id=chat_id)
    return await asked.using_db(reader()).count()
