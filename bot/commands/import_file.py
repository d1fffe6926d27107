"""The file of `snapkeep import`: which kind it is, and what is in it."""

import asyncio
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.commands.exporting import BLOBS, DOCUMENT
from bot.errors import CommandFailed
from bot.parsing.bookmarks import Bookmark, parse_bookmarks
from bot.services.exporting import FORMAT
from bot.services.importing import ReadFile
from models.exchanging import KeptLink

MOST_BYTES = 256 * 1024 * 1024  # of a text file, and of one file of an archive


@dataclass(frozen=True, slots=True)
class OwnExport:
    """What `snapkeep export` writes; what else stands in it is not asked for."""

    format: str
    links: tuple[KeptLink, ...]


OWN = TypeAdapter(OwnExport)


@dataclass(frozen=True, slots=True)
class ImportFile:
    """What is in a file: links of our own export, or bookmarks; and how the files beside them are read."""

    kept: tuple[KeptLink, ...]
    bookmarks: tuple[Bookmark, ...]
    read: ReadFile


@contextmanager
def open_import(file: Path) -> Iterator[ImportFile]:
    """What is in the file; `CommandFailed` says why it is none that we can read."""
    if not zipfile.is_zipfile(file):
        yield ImportFile(*_read_text(_decode(file.read_bytes()), file), _read_nothing)
        return
    with zipfile.ZipFile(file) as archive:

        async def read(name: str) -> bytes | None:
            return await asyncio.to_thread(_read_member, archive, f"{BLOBS}/{name}")

        document = _read_member(archive, DOCUMENT)
        if document is None:
            raise CommandFailed(f"{file}: an archive without {DOCUMENT}: unpack it, and import the file in it")
        yield ImportFile(*_read_text(_decode(document), file), read)


def _read_text(text: str, file: Path) -> tuple[tuple[KeptLink, ...], tuple[Bookmark, ...]]:
    if text.lstrip()[:200].startswith(f'{{"format":"{FORMAT}"'):
        try:
            return OWN.validate_json(text).links, ()
        except ValidationError as error:
            raise CommandFailed(f"{file}: an export of another version, or damaged") from error
    try:
        bookmarks = parse_bookmarks(text)
    except (ValueError, RecursionError) as error:
        raise CommandFailed(f"{file}: begins like JSON and is none") from error
    if not bookmarks:
        raise CommandFailed(f"{file}: no addresses found in it")
    return (), bookmarks


def _decode(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise CommandFailed("the file is too large to be a list of links")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    if member.file_size > MOST_BYTES:
        return None
    return archive.read(member)


async def _read_nothing(_name: str) -> bytes | None:
    """A document alone brings no files along."""
    return None
