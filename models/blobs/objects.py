"""What a folder and a bucket have in common: blobs are objects named `ab/cd/abcd…`, read through obstore."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from obstore import delete_async, get_async, head_async
from obstore import list as list_objects
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from models.blobs import StoredBlob
from models.errors import BlobMissing, ModelError

NAME = re.compile(r"[0-9a-f]{64}")
KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})")
NO_BUCKET = "NoSuchBucket"  # as S3 spells it: then every blob seems to be missing
CHUNK_BYTES = 256 * 1024


class ObjectReader:
    """Reads, lists and deletes blobs; how they are put is each store's own."""

    def __init__(self, store: ObjectStore, translate: Callable[[BaseError | OSError], ModelError]) -> None:
        self._store = store
        self._translate = translate

    async def get(self, sha256: str) -> bytes:
        """Return a blob's bytes; raise `BlobMissing`."""
        with self.reading(sha256):
            result = await get_async(self._store, key_of(sha256))
            return bytes(await result.bytes_async())

    async def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield a blob's bytes from `start` up to but not including `end`; raise `BlobMissing`."""
        with self.reading(sha256):
            size = (await head_async(self._store, key_of(sha256)))["size"]
            end = size if end is None else min(end, size)
            if start >= end:
                return
            result = await get_async(self._store, key_of(sha256), options={"range": (start, end)})
            async for chunk in result.stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(chunk)

    async def delete(self, sha256: str) -> None:
        """Remove a blob; one that is not there is fine."""
        try:
            with self.reading(sha256):
                await delete_async(self._store, key_of(sha256))
        except BlobMissing:
            return

    async def list_blobs(self) -> AsyncIterator[StoredBlob]:
        """Yield all blobs, without reading them."""
        with self.translated():
            async for objects in list_objects(self._store):
                for found in objects:
                    key = KEY.fullmatch(found["path"])
                    if key:
                        yield StoredBlob(key[3], found["size"], found["last_modified"])

    async def list_names(self) -> AsyncIterator[str]:
        """Yield the names of all blobs."""
        async for blob in self.list_blobs():
            yield blob.name

    @contextmanager
    def reading(self, name: str) -> Iterator[None]:
        """Raise our errors for the store's; what is not there is a missing blob."""
        with self.translated():
            try:
                yield
            except FileNotFoundError as error:
                if NO_BUCKET in str(error):
                    raise
                raise BlobMissing(name) from error

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise our errors for the store's."""
        try:
            yield
        except (BaseError, OSError) as error:
            raise self._translate(error) from error


def key_of(name: str) -> str:
    """Where a blob lies; `BlobMissing` for what could be no blob's name, above all for paths."""
    if not NAME.fullmatch(name):
        raise BlobMissing(name)
    return f"{name[:2]}/{name[2:4]}/{name}"


def hash_of(content: bytes) -> str:
    """A blob's name."""
    return sha256(content).hexdigest()
