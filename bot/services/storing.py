"""Putting bytes into the store: many at a time, because each waits for the disk."""

from asyncio import Semaphore
from collections.abc import Sequence

from capture.groups import TaskGroup
from capture.types import Artifact, Resource
from models.blobs import BlobStore
from models.queue import StoredArtifact
from models.resources import StoredResource

WRITERS = 8


async def put_all(contents: Sequence[bytes], blobs: BlobStore) -> list[str]:
    """Store many bodies and return their names in the same order; raise `StoreFull` as one of them would."""
    free = Semaphore(WRITERS)

    async def put(content: bytes) -> str:
        async with free:
            return await blobs.put(content)

    try:
        async with TaskGroup() as tasks:
            puts = [tasks.create_task(put(content), name="blob") for content in contents]
    except ExceptionGroup as group:
        raise group.exceptions[0] from group
    return [task.result() for task in puts]


async def store_artifacts(artifacts: Sequence[Artifact], blobs: BlobStore) -> list[StoredArtifact]:
    """Put artifacts' bytes into the store; what the rows will say of them."""
    names = await put_all([artifact.content for artifact in artifacts], blobs)
    return [
        StoredArtifact(
            kind=artifact.kind,
            media_type=artifact.media_type,
            bytes=len(artifact.content),
            sha256=name,
            width=artifact.width,
            height=artifact.height,
        )
        for artifact, name in zip(artifacts, names, strict=True)
    ]


async def store_resources(resources: Sequence[Resource], blobs: BlobStore) -> list[StoredResource]:
    """Put the bodies that an archived page shows into the store; what the rows will say of them."""
    names = await put_all([resource.content for resource in resources], blobs)
    return [
        StoredResource(resource.url, resource.media_type, len(resource.content), name)
        for resource, name in zip(resources, names, strict=True)
    ]
