"""Checking the files: is what the rows name there and unchanged, and is there nothing else?"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.services.sweeping import ORPHAN_SECONDS, discard
from models.blob_names import find_needed, list_needed, list_permalinks
from models.blobs import BlobStore
from models.errors import BlobMissing

NAMED = 3  # permalinks in one finding


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found; `orphans` are those that have lain there for an hour."""

    files: int
    bytes: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]
    removed: int
    permalinks: tuple[str, ...]  # of some snapshots that miss something

    @property
    def is_whole(self) -> bool:
        """Whether everything that the rows name is there, as far as was looked."""
        return not (self.missing or self.damaged)


async def check_files(blobs: BlobStore, *, is_full: bool, removes: bool) -> FileReport:
    """Compare rows and files: names and sizes, and every hash where `is_full`; may remove old orphans."""
    needed = await list_needed()
    there = {blob.name: blob async for blob in blobs.list_blobs()}
    missing = sorted(needed.keys() - there.keys())
    damaged = sorted(name for name, size in needed.items() if name in there and there[name].bytes != size)
    if is_full:
        damaged += [name for name in sorted(needed.keys() & there.keys() - {*damaged}) if await _differs(name, blobs)]
    before = datetime.now(UTC) - timedelta(seconds=ORPHAN_SECONDS)
    orphans = sorted(name for name, blob in there.items() if name not in needed and blob.put_at < before)
    orphans = sorted({*orphans} - await find_needed(orphans))  # a row may have come meanwhile
    removed = [await discard(name, blobs, ORPHAN_SECONDS) for name in orphans] if removes else []
    return FileReport(
        files=len(there),
        bytes=sum(blob.bytes for blob in there.values()),
        missing=tuple(missing),
        damaged=tuple(damaged),
        orphans=tuple(orphans),
        removed=sum(removed),
        permalinks=tuple(await list_permalinks([*missing, *damaged], NAMED)),
    )


async def _differs(name: str, blobs: BlobStore) -> bool:
    try:
        content = await blobs.get(name)
    except BlobMissing:
        return False  # deleted while we looked
    return await asyncio.to_thread(lambda: sha256(content).hexdigest()) != name
