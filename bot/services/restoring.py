"""Restoring: a backup is checked to its last byte before anything is changed.

Then the blobs come first, the other files next, and the database last: whenever this is cut off, what was there before
is still whole, and restoring again finishes it.
"""

import asyncio
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from gzip import BadGzipFile
from hashlib import sha256
from pathlib import Path, PurePosixPath

from bot.errors import CommandFailed
from bot.services.backups import BLOBS, DATABASE, FILES, HIDDEN, MANIFEST, Library, Manifest, read_manifest
from models.backups import check_whole, read_contents
from models.copies import put_in_place, sync
from models.errors import DatabaseUnusable, SchemaTooNew

CHUNK = 1024 * 1024
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def holds_links(database: Path) -> bool:
    """Whether there is a library already that would be replaced; a damaged one counts."""
    if not database.exists():
        return False
    try:
        return read_contents(database).links > 0
    except DatabaseUnusable:
        return True


async def restore(library: Library, file: Path) -> Manifest:
    """Put a backup in the place of what is there; raise `CommandFailed`, and then nothing has changed."""
    library.database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=library.database.parent, prefix=f"{HIDDEN}restore-") as folder:
            copy = Path(folder) / DATABASE
            manifest = await asyncio.to_thread(_check, file, copy)
            await _put_blobs(library, file)
            await asyncio.to_thread(_put_files, library.folder, file)
            await asyncio.to_thread(put_in_place, library.database, copy)
    except OSError as error:
        raise CommandFailed(f"cannot restore {file}: {error.strerror or error}") from error
    return manifest


def _check(file: Path, copy: Path) -> Manifest:
    """Hash everything, and lay the database out; raise `CommandFailed` for what is not whole."""
    manifest: Manifest | None = None
    hashes: dict[str, str] = {}
    with _open_tar(file) as tar:
        for member in tar:
            if manifest is not None or not member.isfile() or not _is_ours(member.name) or member.name in hashes:
                raise CommandFailed(f"{file} is no backup of Snapkeep")
            if member.name == MANIFEST:
                manifest = read_manifest(_read(tar, member))
                if manifest is None:
                    raise CommandFailed(f"{file} was written by a newer Snapkeep: update the program")
            else:
                hashes[member.name] = _hash(tar, member, copy if member.name == DATABASE else None)
    if manifest is None:
        raise CommandFailed(f"{file} ends too early: it was not written to its end, or not copied whole")
    _compare(file, manifest, hashes)
    _check_database(file, copy)
    return manifest


def _compare(file: Path, manifest: Manifest, hashes: dict[str, str]) -> None:
    blobs = {name: name.removeprefix(BLOBS) for name in hashes if name.startswith(BLOBS)}
    expected = manifest.sha256 | blobs
    damaged = sorted(name for name in expected.keys() | hashes.keys() if expected.get(name) != hashes.get(name))
    if damaged or len(blobs) != manifest.blobs or DATABASE not in hashes:
        named = damaged[0] if damaged else "a file"
        raise CommandFailed(f"{file} is damaged ({named} is not what was backed up): take another backup")


def _check_database(file: Path, copy: Path) -> None:
    try:
        check_whole(copy)
        read_contents(copy)
    except SchemaTooNew as error:
        raise CommandFailed(f"{file} holds the database of a newer Snapkeep: update the program") from error
    except DatabaseUnusable as error:
        raise CommandFailed(f"{file} holds a damaged database: take another backup") from error


async def _put_blobs(library: Library, file: Path) -> None:
    with _open_tar(file) as tar:
        while (member := await asyncio.to_thread(tar.next)) is not None:
            if member.name.startswith(BLOBS):
                await library.blobs.put(await asyncio.to_thread(_read, tar, member))


def _put_files(folder: Path, file: Path) -> None:
    with _open_tar(file) as tar:
        for member in tar:
            if member.name.startswith(FILES):
                place = folder / member.name.removeprefix(FILES)
                place.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
                part = place.with_name(f"{place.name}.part")
                part.touch(mode=PRIVATE_FILE)
                part.write_bytes(_read(tar, member))
                sync(part)
                put_in_place(place, part)


def _is_ours(name: str) -> bool:
    """Whether a member has a name that backups have; above all, none that leads out of the data folder."""
    if name.startswith(BLOBS):
        return len(name) == len(BLOBS) + 64 and all(letter in "0123456789abcdef" for letter in name[len(BLOBS) :])
    parts = PurePosixPath(name.removeprefix(FILES)).parts
    return name in {MANIFEST, DATABASE} or (name.startswith(FILES) and bool(parts) and not {"..", "/"} & set(parts))


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(member)
    return content.read() if content is not None else b""


def _hash(tar: tarfile.TarFile, member: tarfile.TarInfo, copy: Path | None) -> str:
    """The hash of a member, which is written to `copy` on the way."""
    content = tar.extractfile(member)
    digest = sha256()
    with ExitStack() as stack:
        target = stack.enter_context(copy.open("wb")) if copy is not None else None
        while content is not None and (chunk := content.read(CHUNK)):
            digest.update(chunk)
            if target is not None:
                target.write(chunk)
    return digest.hexdigest()


@contextmanager
def _open_tar(file: Path) -> Iterator[tarfile.TarFile]:
    """Read a tar from beginning to end, whatever it was compressed with."""
    try:
        with tarfile.open(file, "r|*") as tar:
            yield tar
    except (tarfile.ReadError, tarfile.CompressionError, BadGzipFile, zlib.error, EOFError) as error:
        raise CommandFailed(f"{file} is no backup of Snapkeep, or a damaged one") from error
