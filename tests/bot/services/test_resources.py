from hashlib import sha256
from pathlib import Path

from bot.services.resources import keep_resources
from capture.types import Resource
from models.blobs.file import FileBlobStore


async def test_bodies_are_kept_under_their_hashes(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    bodies = [Resource(f"https://site.example/{n}", "image/png", f"body {n % 3}".encode()) for n in range(20)]

    kept = await keep_resources(bodies, blobs)

    assert [one.sha256 for one in kept] == [sha256(body.content).hexdigest() for body in bodies]
    assert (kept[4].url, kept[4].media_type, kept[4].bytes) == ("https://site.example/4", "image/png", 6)
    assert len([name async for name in blobs.list_names()]) == 3
