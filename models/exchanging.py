"""Whole libraries, read and written link by link: what an export holds and an import brings back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from models.database import transaction
from models.indexing import index_link
from models.snapshots import FINAL
from models.tables import Artifact, Link, LinkTag, Resource, Snapshot, Status


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An artifact, but for its bytes."""

    kind: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    from_person: bool = False


@dataclass(frozen=True, slots=True)
class KeptBody:
    """A body that an archived page shows, but for its bytes."""

    url: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptSnapshot:
    """One capture that has ended, however it did."""

    permalink: str
    version: int
    url: str
    status: Status
    queued_at: datetime
    label: str = ""
    error: str = ""
    captured_at: datetime | None = None
    finished_at: datetime | None = None
    final_url: str = ""
    http_status: int | None = None
    title: str = ""
    site: str = ""
    language: str = ""
    author: str = ""
    published_at: datetime | None = None
    excerpt: str = ""
    text: str = ""
    missing: tuple[str, ...] = ()
    receipt: dict[str, object] | None = None
    phone_view: bool = False
    dark_view: bool = False
    is_private: bool | None = None
    artifacts: tuple[KeptFile, ...] = ()
    bodies: tuple[KeptBody, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptLink:
    """One link with everything that was kept of it."""

    url: str
    saved_at: datetime
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    snapshots: tuple[KeptSnapshot, ...] = ()


OWN = tuple(one.name for one in fields(KeptSnapshot) if one.name not in {"artifacts", "bodies", "missing"})
FILE, BODY = (tuple(one.name for one in fields(kind)) for kind in (KeptFile, KeptBody))


async def list_kept(chat_id: int, after_id: int, limit: int) -> list[tuple[int, KeptLink]]:
    """The next links of a library with all that was kept of them, in the order in which they were saved."""
    links = await Link.filter(chat_id=chat_id, deleted_at__isnull=True, id__gt=after_id).order_by("id").limit(limit)
    return [(link.id, await _read(link)) for link in links]


async def put_kept(link_id: int, snapshots: Sequence[KeptSnapshot]) -> int:
    """Bring captures back whose bytes are stored already; those that are there stay. How many came."""
    async with transaction():
        known = await Snapshot.filter(permalink__in=[one.permalink for one in snapshots]).only("permalink")
        taken = {one.permalink for one in known}
        newest = await Snapshot.filter(link_id=link_id).order_by("-version").first()
        version = newest.version if newest else 0
        coming = [one for one in sorted(snapshots, key=lambda one: one.version) if one.permalink not in taken]
        for number, kept in enumerate(coming, version + 1):
            await _put(link_id, number, kept)
        await index_link(link_id)
    return len(coming)


async def _read(link: Link) -> KeptLink:
    tags = await LinkTag.filter(link_id=link.id).order_by("id").values_list("tag__name", flat=True)
    finished = Snapshot.filter(link_id=link.id, status__in=FINAL).order_by("version")
    rows = await finished.prefetch_related("artifacts")
    snapshots = tuple([await _read_snapshot(row) for row in rows])
    return KeptLink(link.url, link.created_at, link.title, link.note, tuple(map(str, tags)), snapshots)


async def _read_snapshot(row: Snapshot) -> KeptSnapshot:
    bodies = await Resource.filter(snapshot_id=row.id).order_by("id")
    return KeptSnapshot(
        **{name: getattr(row, name) for name in OWN},
        missing=tuple(row.missing),
        artifacts=tuple(KeptFile(**{name: getattr(one, name) for name in FILE}) for one in row.artifacts),
        bodies=tuple(KeptBody(**{name: getattr(one, name) for name in BODY}) for one in bodies),
    )


async def _put(link_id: int, version: int, kept: KeptSnapshot) -> None:
    own = {name: getattr(kept, name) for name in OWN} | {"version": version, "missing": list(kept.missing)}
    row = await Snapshot.create(link_id=link_id, **own)
    await Artifact.bulk_create(
        Artifact(snapshot_id=row.id, **{name: getattr(one, name) for name in FILE}) for one in kept.artifacts
    )
    await Resource.bulk_create(
        Resource(snapshot_id=row.id, **{name: getattr(one, name) for name in BODY}) for one in kept.bodies
    )
