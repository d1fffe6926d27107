"""Blobs in an S3-compatible bucket, under the same keys as in a folder: either can be copied to the other as it is.

A bucket can neither touch an object nor rename it. So what a folder does with times and names is done with two kinds
of empty objects beside the blobs: `renewed/{key}` says that somebody has put the blob again, `leaving/{key}` that
somebody is about to remove it. Whoever removes writes `leaving` first and then looks when the blob was put; whoever
puts writes first, then waits until nothing is `leaving`, and then looks whether the blob is still there. Whichever
order the two come in, one of them sees the other, or what the other has done. All that this rests on is that a read
sees the last write, as S3 promises (https://aws.amazon.com/s3/consistency/).
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from obstore import delete_async, head_async, put_async
from obstore.exceptions import BaseError
from obstore.store import S3Store

from models.blobs.objects import NO_BUCKET, ObjectReader, hash_of, key_of
from models.blobs.presigned import Signer
from models.errors import ModelError, StoreFull, StoreUnreachable

RENEWED = "renewed/"
LEAVING = "leaving/"
PROBE = "probe"
LEAVING_SECONDS = 20.0  # longer than a removal may take: what is still leaving then was left by a crash
REMOVAL_SECONDS = 10.0
LOOK_EVERY = 0.25
DIRECT_SECONDS = 10  # for a request to begin: an address that was taken back must not live on for long
FULL = re.compile(r"<Code>(QuotaExceeded|XMinioStorageFull|InsufficientStorage)|\b507\b")
CODE = re.compile(r"<Code>(\w+)</Code>")


class BucketBlobStore(ObjectReader):
    """A bucket of blobs, or a part of one."""

    def __init__(self, store: S3Store, signer: Signer | None = None) -> None:
        super().__init__(store, _translate)
        self._signer = signer

    async def put(self, content: bytes) -> str:
        """Store bytes durably and return their name; the same bytes again cost nothing; or `StoreFull`."""
        name = await asyncio.to_thread(hash_of, content)
        key = key_of(name)
        with self.translated():
            if await self._last_put(key) is None:
                await self._write(key, content)
            else:
                await self._write(RENEWED + key)
            while await self._was_removed(key):
                await self._write(key, content)
        return name

    async def delete_idle(self, sha256: str, seconds: float) -> bool:
        """Remove a blob that nobody has put for so long, even again; False where somebody has."""
        key = key_of(sha256)
        with self.translated():
            await self._write(LEAVING + key)
            try:
                async with asyncio.timeout(REMOVAL_SECONDS):
                    return await self._remove_if_idle(key, seconds)
            except TimeoutError:
                return False
            finally:
                await delete_async(self._store, LEAVING + key)

    def direct_address(self, sha256: str, answer: Mapping[str, str]) -> str:
        """Where a blob is had from the bucket itself, under these headers; "" where visitors do not reach it."""
        if self._signer is None:
            return ""
        return self._signer.sign(key_of(sha256), answer, DIRECT_SECONDS, datetime.now(UTC))

    async def has_room(self) -> bool:
        """A bucket says that it is full when it is written to."""
        return True

    async def check(self) -> None:
        """Raise where nothing can be stored just now: `StoreFull`, or another `ModelError`."""
        with self.translated():
            await self._write(PROBE)

    async def _remove_if_idle(self, key: str, seconds: float) -> bool:
        now = await self._last_put(LEAVING + key)  # by the clock of the bucket, like the others
        times = [time for time in (await self._last_put(key), await self._last_put(RENEWED + key)) if time]
        if now and times and now - max(times) < timedelta(seconds=seconds):
            return False
        await delete_async(self._store, [key, RENEWED + key])
        return True

    async def _was_removed(self, key: str) -> bool:
        """Whether the blob has gone since; looked at when nobody removes it any more, or it would go after the look."""
        await self._wait_until_left(key)
        return await self._last_put(key) is None

    async def _wait_until_left(self, key: str) -> None:
        """Until nobody removes the blob any more; what a crash has left is cleared away."""
        for _ in range(round(LEAVING_SECONDS / LOOK_EVERY)):
            if await self._last_put(LEAVING + key) is None:
                return
            await asyncio.sleep(LOOK_EVERY)
        await delete_async(self._store, LEAVING + key)

    async def _last_put(self, key: str) -> datetime | None:
        try:
            return (await head_async(self._store, key))["last_modified"]
        except FileNotFoundError as error:
            if NO_BUCKET in str(error):
                raise
            return None

    async def _write(self, key: str, content: bytes = b"") -> None:
        await put_async(self._store, key, content, use_multipart=False)


def _translate(error: BaseError | OSError) -> ModelError:
    """One line: what the store says beyond its first line is for its own developers."""
    text = str(error)
    if FULL.search(text):
        return StoreFull("no room in the bucket")
    code = CODE.search(text)
    return StoreUnreachable(f"the bucket does not answer as it should: {code[1] if code else text.splitlines()[0]}")
