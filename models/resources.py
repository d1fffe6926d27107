"""Resources: the bodies that an archived page shows, many a snapshot, stored once however many share them."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.database import reader
from models.tables import Resource


@dataclass(frozen=True, slots=True)
class StoredResource:
    """A body whose bytes are in the blob store."""

    url: str  # where it came from
    media_type: str
    bytes: int
    sha256: str


async def add_resources(snapshot_id: int, resources: Iterable[StoredResource]) -> None:
    """Name what a snapshot's archived page shows, each once; within a transaction of the caller's."""
    by_hash = {one.sha256: one for one in resources}
    await Resource.bulk_create(
        Resource(snapshot_id=snapshot_id, url=one.url, media_type=one.media_type, bytes=one.bytes, sha256=one.sha256)
        for one in by_hash.values()
    )


async def list_resources(permalink: str) -> list[Resource]:
    """All bodies of one snapshot's archived page, in the order in which they were kept."""
    return await Resource.filter(snapshot__permalink=permalink).using_db(reader()).order_by("id")


async def find_resource(permalink: str, sha256: str) -> Resource | None:
    """One body of a snapshot's archived page; None where it is none of its, or its link lies in the bin."""
    found = Resource.filter(snapshot__permalink=permalink, sha256=sha256, snapshot__link__deleted_at__isnull=True)
    return await found.using_db(reader()).first()
