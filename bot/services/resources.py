"""The bodies that an archived page shows, put into the store beside it."""

from asyncio import Semaphore, TaskGroup
from collections.abc import Sequence

from capture.types import Resource
from models.blobs import BlobStore
from models.resources import StoredResource

WRITERS = 8  # bodies that are written at a time: each waits for the disk


async def keep_resources(resources: Sequence[Resource], blobs: BlobStore) -> list[StoredResource]:
    """Put bodies into the store, several at a time; what the rows will say of them."""
    free = Semaphore(WRITERS)

    async def keep(resource: Resource) -> StoredResource:
        async with free:
            name = await blobs.put(resource.content)
        return StoredResource(resource.url, resource.media_type, len(resource.content), name)

    async with TaskGroup() as tasks:
        kept = [tasks.create_task(keep(resource), name="body") for resource in resources]
    return [task.result() for task in kept]
