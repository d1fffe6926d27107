"""Verifying: are the stored bytes still those whose hashes were written down?"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

from bot.services.cards import ArtifactCard, SnapshotCard
from models.blobs import BlobStore
from models.errors import BlobMissing


@dataclass(frozen=True, slots=True)
class Difference:
    """An artifact that is not what it was."""

    kind: str
    problem: str  # "missing" or "changed"


async def verify(card: SnapshotCard, blobs: BlobStore) -> tuple[Difference, ...]:
    """Hash every artifact again; return those that differ."""
    checked = [await _check(artifact, blobs) for artifact in card.artifacts]
    return tuple(difference for difference in checked if difference is not None)


async def _check(artifact: ArtifactCard, blobs: BlobStore) -> Difference | None:
    try:
        content = await blobs.get(artifact.sha256)
    except BlobMissing:
        return Difference(artifact.kind, "missing")
    name = await asyncio.to_thread(lambda: sha256(content).hexdigest())
    is_same = name == artifact.sha256 and len(content) == artifact.bytes
    return None if is_same else Difference(artifact.kind, "changed")
