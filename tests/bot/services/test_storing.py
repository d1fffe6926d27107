from hashlib import sha256
from pathlib import Path

import pytest

from bot.services.storing import put_all, store_resources
from capture.types import Resource
from models.blobs.file import FileBlobStore
from models.errors import StoreFull


async def test_bodies_are_kept_under_their_hashes(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    bodies = [Resource(f"https://site.example/{n}", "image/png", f"body {n % 3}".encode()) for n in range(20)]

    kept = await store_resources(bodies, blobs)

    assert [one.sha256 for one in kept] == [sha256(body.content).hexdigest() for body in bodies]
    assert (kept[4].url, kept[4].media_type, kept[4].bytes) == ("https://site.example/4", "image/png", 6)
    assert len([name async for name in blobs.list_names()]) == 3


class FullStore(FileBlobStore):
    """A store without room."""

    async def put(self, content: bytes) -> str:
        """Refuse."""
        raise StoreFull(f"no room for {len(content)} bytes")


async def test_a_full_store_says_so_as_for_one_body(tmp_path: Path) -> None:
    with pytest.raises(StoreFull):
        await put_all([b"one", b"two"], FullStore(tmp_path))
