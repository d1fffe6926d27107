"""Content-addressed blobs: a blob's name is the SHA-256 of its bytes, so the same bytes are kept once."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A blob as the store lists it, unread."""

    name: str
    bytes: int
    put_at: datetime  # for the last time


class BlobStore(Protocol):
    """Where bytes live. Names are 64 lower-case hexadecimal digits."""

    async def put(self, content: bytes) -> str:
        """Store bytes durably and return their name; the same bytes again cost nothing; or `StoreFull`."""
        ...

    async def get(self, sha256: str) -> bytes:
        """Return a blob's bytes; raise `BlobMissing`."""
        ...

    def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield a blob's bytes from `start` up to but not including `end`; raise `BlobMissing`."""
        ...

    def direct_address(self, sha256: str, answer: Mapping[str, str]) -> str:
        """Where whoever knows the address gets a blob from the store itself, under these headers; "" where nowhere."""
        ...

    async def delete(self, sha256: str) -> None:
        """Remove a blob; one that is not there is fine."""
        ...

    async def delete_idle(self, sha256: str, seconds: float) -> bool:
        """Remove a blob that nobody has put for so long, even again; False where somebody has."""
        ...

    async def has_room(self) -> bool:
        """Whether more may be begun; cheap, and asked for every new link."""
        ...

    async def check(self) -> None:
        """Raise where nothing can be stored just now: `StoreFull`, or another `ModelError`."""
        ...

    def list_blobs(self) -> AsyncIterator[StoredBlob]:
        """Yield all blobs, without reading them."""
        ...

    def list_names(self) -> AsyncIterator[str]:
        """Yield the names of all blobs."""
        ...
