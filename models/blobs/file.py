"""Blobs in a folder, as `ab/cd/abcd…`: written beside, linked into place, on the disk before `put` ends."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from obstore import delete_async, get_async, head_async, put_async
from obstore import list as list_objects
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from models.blobs import StoredBlob
from models.errors import BlobMissing, ModelError, StoreFull

NAME = re.compile(r"[0-9a-f]{64}")
PROBE = b"\0" * 4096
CHUNK_BYTES = 256 * 1024
LEAVING = "#leaving"  # after the name of a blob that is about to go
FULL = re.compile(rf"os error ({ENOSPC}|{EDQUOT})\b")  # as Rust spells them


class FileBlobStore:
    """A folder of blobs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._store = LocalStore(root)

    async def put(self, content: bytes) -> str:
        """Store bytes durably and return their name; the same bytes again cost nothing; or `StoreFull`."""
        name = await asyncio.to_thread(_hash, content)
        try:
            await self._write(name, content)
            await asyncio.to_thread(self._sync, name)
        except BaseError as error:
            raise _translate(error, is_full=bool(FULL.search(str(error)))) from error
        except OSError as error:
            raise _translate(error, is_full=error.errno in (ENOSPC, EDQUOT)) from error
        return name

    async def get(self, sha256: str) -> bytes:
        """Return a blob's bytes; raise `BlobMissing`."""
        try:
            result = await get_async(self._store, _key(sha256))
            return bytes(await result.bytes_async())
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error

    async def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield a blob's bytes from `start` up to but not including `end`; raise `BlobMissing`."""
        try:
            size = (await head_async(self._store, _key(sha256)))["size"]
            end = size if end is None else min(end, size)
            if start >= end:
                return
            result = await get_async(self._store, _key(sha256), options={"range": (start, end)})
        except FileNotFoundError as error:
            raise BlobMissing(sha256) from error
        async for chunk in result.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)

    async def delete(self, sha256: str) -> None:
        """Remove a blob; one that is not there is fine."""
        try:
            await delete_async(self._store, _key(sha256))
        except (FileNotFoundError, BlobMissing):
            return

    async def delete_idle(self, sha256: str, seconds: float) -> bool:
        """Remove a blob that nobody has put for so long, even again; False where somebody has."""
        return await asyncio.to_thread(self._delete_idle, self.root / _key(sha256), seconds)

    async def check(self) -> None:
        """Raise where nothing can be stored just now: `StoreFull`, or another `ModelError`."""
        try:
            await asyncio.to_thread(self._probe)
        except OSError as error:
            raise _translate(error, is_full=error.errno in (ENOSPC, EDQUOT)) from error

    def _probe(self) -> None:
        with TemporaryFile(dir=self.root) as file:
            file.write(PROBE)

    async def list_blobs(self) -> AsyncIterator[StoredBlob]:
        """Yield all blobs, without reading them."""
        async for objects in list_objects(self._store):
            for found in objects:
                name = found["path"].rpartition("/")[2]
                if NAME.fullmatch(name):
                    yield StoredBlob(name, found["size"], found["last_modified"])

    async def list_names(self) -> AsyncIterator[str]:
        """Yield the names of all blobs."""
        async for blob in self.list_blobs():
            yield blob.name

    async def _write(self, name: str, content: bytes) -> None:
        try:
            await put_async(self._store, _key(name), content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            if not await asyncio.to_thread(self._renew, self.root / _key(name), name):
                await put_async(self._store, _key(name), content, use_multipart=False)

    def _renew(self, blob: Path, name: str) -> bool:
        """Note that a blob is wanted again, before it is looked at: whoever removes idle ones looks at that time."""
        try:
            os.utime(blob)
            # Left by a power cut between writing and syncing it may have its name without its bytes.
            return _hash(blob.read_bytes()) == name
        except FileNotFoundError:
            return False

    def _delete_idle(self, blob: Path, seconds: float) -> bool:
        """Take its name away first: whoever puts it from then on writes it anew, and nobody renews what goes."""
        leaving = blob.with_name(blob.name + LEAVING)
        try:
            if _age(blob) < seconds:
                return False
            blob.rename(leaving)
        except FileNotFoundError:
            return True
        is_idle = _age(leaving) >= seconds
        if not is_idle:
            with suppress(FileExistsError):  # written anew meanwhile
                os.link(leaving, blob)
        leaving.unlink()
        return is_idle

    def _sync(self, name: str) -> None:
        """The store writes and renames but does not sync, neither bytes nor the folders that name them."""
        blob = self.root / _key(name)
        for path in (blob, blob.parent, blob.parent.parent, self.root):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _key(name: str) -> str:
    if not NAME.fullmatch(name):
        raise BlobMissing(name)  # nothing that could be stored; above all no path
    return f"{name[:2]}/{name[2:4]}/{name}"


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _translate(error: Exception, *, is_full: bool) -> ModelError:
    return StoreFull("no room for another blob") if is_full else ModelError(f"cannot store a blob: {error}")
