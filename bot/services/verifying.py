"""Verifying: are the stored bytes still those whose hashes were written down?"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

from bot.services.cards import SnapshotCard
from models.blobs import BlobStore
from models.errors import BlobMissing
from models.resources import list_resources

RESOURCE = "resource"  # a picture, a style sheet, a font of the archived page


@dataclass(frozen=True, slots=True)
class Kept:
    """Something whose hash was written down when it was kept."""

    kind: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not what it was."""

    kind: str
    problem: str  # "missing" or "changed"
    sha256: str = ""  # as it was written down


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and what of it differs."""

    kept: tuple[Kept, ...]
    differences: tuple[Difference, ...]


async def verify(card: SnapshotCard, blobs: BlobStore) -> Verdict:
    """Hash every artifact again, and every body that the archived page shows."""
    kept = [Kept(artifact.kind, artifact.sha256, artifact.bytes) for artifact in card.artifacts]
    kept += [Kept(RESOURCE, one.sha256, one.bytes) for one in await list_resources(card.permalink_id)]
    checked = [await _check(one, blobs) for one in kept]
    return Verdict(tuple(kept), tuple(difference for difference in checked if difference is not None))


async def _check(kept: Kept, blobs: BlobStore) -> Difference | None:
    try:
        content = await blobs.get(kept.sha256)
    except BlobMissing:
        return Difference(kept.kind, "missing", kept.sha256)
    name = await asyncio.to_thread(lambda: sha256(content).hexdigest())
    is_same = name == kept.sha256 and len(content) == kept.bytes
    return None if is_same else Difference(kept.kind, "changed", kept.sha256)
