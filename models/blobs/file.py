"""Blobs in a folder, as `ab/cd/abcd…`: written beside, linked into place, on the disk before `put` ends."""

import asyncio
import os
import re
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from tempfile import TemporaryFile

from obstore import put_async
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from models.blobs.objects import ObjectReader, hash_of, key_of
from models.errors import ModelError, StoreFull

PROBE = b"\0" * 4096
RESERVE_BYTES = 32 * 1024**2  # left to the database and to what is under way: a full disk stops every writer at once
LEAVING = "#leaving"  # after the name of a blob that is about to go
FULL = re.compile(rf"os error ({ENOSPC}|{EDQUOT})\b")  # as Rust spells them


class FileBlobStore(ObjectReader):
    """A folder of blobs."""

    def __init__(self, root: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        super().__init__(LocalStore(root), _translate)
        self.root = root
        self._reserve_bytes = reserve_bytes

    async def put(self, content: bytes) -> str:
        """Store bytes durably and return their name; the same bytes again cost nothing; or `StoreFull`."""
        name = await asyncio.to_thread(hash_of, content)
        with self.translated():
            await self._write(name, content)
            await asyncio.to_thread(self._sync, name)
        return name

    async def delete_idle(self, sha256: str, seconds: float) -> bool:
        """Remove a blob that nobody has put for so long, even again; False where somebody has."""
        return await asyncio.to_thread(self._delete_idle, self.root / key_of(sha256), seconds)

    def direct_address(self, sha256: str, answer: Mapping[str, str]) -> str:  # noqa: ARG002 - the port's
        """Nowhere: nobody but us reads a folder."""
        return ""

    async def has_room(self) -> bool:
        """Whether the reserve of the disk is untouched."""
        return (await asyncio.to_thread(shutil.disk_usage, self.root)).free >= self._reserve_bytes

    async def check(self) -> None:
        """Raise where nothing can be stored just now: `StoreFull`, or another `ModelError`."""
        with self.translated():
            await asyncio.to_thread(self._probe)
        if not await self.has_room():
            raise StoreFull("no room but the reserve")

    def _probe(self) -> None:
        with TemporaryFile(dir=self.root) as file:
            file.write(PROBE)

    async def _write(self, name: str, content: bytes) -> None:
        try:
            await put_async(self._store, key_of(name), content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            if not await asyncio.to_thread(self._renew, self.root / key_of(name), name):
                await put_async(self._store, key_of(name), content, use_multipart=False)

    def _renew(self, blob: Path, name: str) -> bool:
        """Note that a blob is wanted again, before it is looked at: whoever removes idle ones looks at that time."""
        try:
            os.utime(blob)
            # Left by a power cut between writing and syncing it may have its name without its bytes.
            return hash_of(blob.read_bytes()) == name
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
        blob = self.root / key_of(name)
        for path in (blob, blob.parent, blob.parent.parent, self.root):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _translate(error: BaseError | OSError) -> ModelError:
    is_full = error.errno in (ENOSPC, EDQUOT) if isinstance(error, OSError) else FULL.search(str(error))
    return StoreFull("no room for another blob") if is_full else ModelError(f"cannot store a blob: {error}")
