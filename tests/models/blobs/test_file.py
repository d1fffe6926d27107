from hashlib import sha256
from pathlib import Path

import pytest

from models.blobs.backends import open_blobs
from models.blobs.file import FileBlobStore
from models.errors import BlobsUnusable


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
