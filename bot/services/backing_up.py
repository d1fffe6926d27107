"""Backing up: one file that holds everything, made while the service runs.

The database is copied first, so that every blob that the copy names is there: bodies are stored before rows name them.
"""

import asyncio
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from io import BytesIO
from pathlib import Path

from bot import __version__
from bot.errors import CommandFailed
from bot.services.backups import BLOBS, DATABASE, FILES, FORMAT, GZIPPED, HIDDEN, MANIFEST, Library, Manifest
from models.backups import Contents, read_contents
from models.blobs import BlobStore
from models.copies import COMPANIONS, SET_ASIDE, copy_database, is_database, sync
from models.errors import BlobMissing

READABLE_BY_OWNER = 0o600  # it holds secrets
LEFT_OUT = ("service.lock",)
LEFT_OUT_ENDINGS = (*COMPANIONS, SET_ASIDE, ".part")


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What went into a backup, and what could not."""

    manifest: Manifest
    missing: tuple[str, ...]  # blobs that rows name and nobody has


async def back_up(library: Library, file: Path, now: datetime) -> BackupReport:
    """Write a backup; nothing is at that place before all of it is on the disk. Raises `CommandFailed`."""
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f"{HIDDEN}backup-") as folder:
            part = Path(folder) / "part"
            report = await _write(library, part, Path(folder), now, is_gzipped=file.name.endswith(GZIPPED))
            await asyncio.to_thread(_put_in_place, part, file)
    except OSError as error:
        raise CommandFailed(f"cannot write {file}: {error.strerror}") from error
    return report


async def _write(library: Library, part: Path, folder: Path, now: datetime, *, is_gzipped: bool) -> BackupReport:
    copy = folder / DATABASE
    await asyncio.to_thread(copy_database, library.database, copy)
    contents = await asyncio.to_thread(read_contents, copy)
    with _open_tar(part, is_gzipped=is_gzipped) as tar:
        hashes = {DATABASE: await asyncio.to_thread(_add_file, tar, DATABASE, copy)}
        count, size, missing = await _add_blobs(tar, contents, library.blobs)
        for path in await asyncio.to_thread(_list_others, library):
            name = f"{FILES}{path.relative_to(library.folder).as_posix()}"
            hashes[name] = await asyncio.to_thread(_add_other, tar, name, path, folder)
        manifest = Manifest(FORMAT, __version__, now.isoformat(), contents.links, count, size, hashes)
        _add(tar, MANIFEST, manifest.encode())
    return BackupReport(manifest, await _still_missing(missing, library))


async def _add_blobs(tar: tarfile.TarFile, contents: Contents, blobs: BlobStore) -> tuple[int, int, list[str]]:
    count = size = 0
    missing = []
    for name in contents.blobs:
        try:
            content = await blobs.get(name)
        except BlobMissing:
            missing.append(name)
            continue
        await asyncio.to_thread(_add, tar, f"{BLOBS}{name}", content)
        count, size = count + 1, size + len(content)
    return count, size, missing


async def _still_missing(missing: list[str], library: Library) -> tuple[str, ...]:
    """Without those that were deleted for good since the database was copied."""
    if not missing:
        return ()
    needed = set((await asyncio.to_thread(read_contents, library.database)).blobs)
    return tuple(name for name in missing if name in needed)


def _list_others(library: Library) -> list[Path]:
    """All files of the data folder that are neither the database, a copy of it, nor blobs."""
    return [path for path in sorted(library.folder.rglob("*")) if _is_other(path, library)]


def _is_other(path: Path, library: Library) -> bool:
    if path.is_symlink() or not path.is_file() or library.blob_folder in path.parents:
        return False
    if path.parent == library.database.parent and path.name.startswith(library.database.name):
        return False
    is_passing = any(part.startswith(HIDDEN) for part in path.relative_to(library.folder).parts)
    return not is_passing and path.name not in LEFT_OUT and not path.name.endswith(LEFT_OUT_ENDINGS)


def _add_other(tar: tarfile.TarFile, name: str, path: Path, folder: Path) -> str:
    """A database of its own, as the local chat has one, is copied as it is at one moment."""
    if not is_database(path):
        return _add_file(tar, name, path)
    copy = folder / "other"
    copy.unlink(missing_ok=True)
    copy_database(path, copy)
    return _add_file(tar, name, copy)


def _add_file(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        file.seek(0)
        tar.addfile(_member(name, path.stat().st_size), file)
    return digest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_member(name, len(content)), BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, READABLE_BY_OWNER
    return member


@contextmanager
def _open_tar(path: Path, *, is_gzipped: bool) -> Iterator[tarfile.TarFile]:
    """A tar that is on the disk when the block has ended."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE_BY_OWNER)
    with os.fdopen(descriptor, "wb") as raw:
        if is_gzipped:  # pictures are compressed already: more than the least effort gains nothing
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as tar:
                yield tar
        else:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                yield tar
        raw.flush()
        os.fsync(raw.fileno())


def _put_in_place(part: Path, file: Path) -> None:
    part.replace(file)
    sync(file.parent)
