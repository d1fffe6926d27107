import asyncio
from hashlib import sha256
from pathlib import Path

import pytest

from models.blobs.backends import open_blobs
from models.blobs.file import FileBlobStore
from models.errors import BlobsUnusable, StoreFull
from tests.idling import make_idle


def files_of(root: Path) -> list[Path]:
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


async def test_blobs_lie_in_folders_named_after_them(tmp_path: Path) -> None:
    name = await FileBlobStore(tmp_path).put(b"hello")

    assert files_of(tmp_path) == [Path(name[:2], name[2:4], name)]


async def test_a_blob_that_a_power_cut_left_half_written_is_written_again(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    name = sha256(b"hello").hexdigest()
    path = tmp_path / name[:2] / name[2:4] / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"he\0\0\0")

    await blobs.put(b"hello")

    assert await blobs.get(name) == b"hello"
    assert files_of(tmp_path) == [path.relative_to(tmp_path)]


async def test_disk_whose_reserve_is_touched_counts_as_full(tmp_path: Path) -> None:
    assert await FileBlobStore(tmp_path, reserve_bytes=0).has_room()
    full = FileBlobStore(tmp_path, reserve_bytes=2**62)

    assert not await full.has_room()
    with pytest.raises(StoreFull):
        await full.check()


async def test_what_lies_about_in_the_folder_is_no_blob(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    name = await blobs.put(b"hello")
    (tmp_path / name[:2] / name[2:4] / f"{name}#1").write_text("left by a crash")

    assert [found async for found in blobs.list_names()] == [name]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(BlobsUnusable, match="cannot keep blobs in"):
        open_blobs(f"file://{tmp_path / 'file' / 'blobs'}")


async def test_idle_blob_goes_and_one_that_was_put_again_stays(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    idle, renewed = [await blobs.put(content) for content in (b"idle", b"renewed")]
    for name in (idle, renewed):
        make_idle(tmp_path, name, 100)
    await blobs.put(b"renewed")

    assert [await blobs.delete_idle(name, 60) for name in (idle, renewed, sha256(b"none").hexdigest())] == [
        True,
        False,
        True,
    ]

    assert [found async for found in blobs.list_names()] == [renewed]


async def test_blob_that_is_put_while_it_goes_is_there_afterwards(tmp_path: Path) -> None:
    """Whatever order the two come in: an idle blob is put again and removed at the same time, many times over."""
    blobs = FileBlobStore(tmp_path)
    for _ in range(200):
        name = await blobs.put(b"wanted")
        make_idle(tmp_path, name, 100)

        await asyncio.gather(blobs.put(b"wanted"), blobs.delete_idle(name, 60))

        assert await blobs.get(name) == b"wanted"
