"""Importing: links kept elsewhere, by the way in of all others; our own exports with all that was kept."""

import re
from collections.abc import Awaitable, Callable
from enum import StrEnum
from hashlib import sha256

from bot.parsing.bookmarks import Bookmark
from bot.services.adding import capture_here
from bot.services.admitting import get_owner
from bot.services.choosing import view_of
from bot.services.entering import keep_link, read_address
from bot.services.exporting import list_hashes
from bot.services.leading import look_behind
from bot.services.ports import Ports
from bot.services.queueing import queue_capture
from capture.types import Engine, OnStep
from models.chats import get_library
from models.database import transaction
from models.exchanging import KeptLink, KeptSnapshot, put_kept
from models.links import fill_in
from models.snapshots import ACTIVE, find_latest, get_snapshot_by_id
from models.tables import Chat, Link, Status

PERMALINK = re.compile(r"[A-Za-z0-9_-]{16,32}")
ReadFile = Callable[[str], Awaitable[bytes | None]]  # a file of an export by its hash; None where it is not there


class Imported(StrEnum):
    """What became of one bookmark."""

    KNOWN = "known"  # was kept here already, and took its tags
    RESTORED = "restored"  # came back with its captures
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"  # is kept, and its page could not be


def bookmark_of(kept: KeptLink) -> Bookmark:
    """What of a link of our own export other programs know, too."""
    return Bookmark(kept.url, kept.title, kept.tags, kept.note, kept.saved_at)


async def import_bookmark(
    bookmark: Bookmark, engine: Engine, ports: Ports, on_step: OnStep, seconds: float
) -> Imported:
    """Keep one bookmark with its tags, note and date, and capture it here and now. Raises `InvalidRequest`."""
    owner = await get_owner()
    library = await get_library(owner)
    await look_behind(library.id, [read_address(bookmark.url)], ports)
    async with transaction():
        link = await _keep(bookmark, library, owner.id, ports)
        latest = await find_latest(link.id)
        if latest is not None and latest.status not in {Status.FAILED, *ACTIVE}:
            return Imported.KNOWN
        snapshot = await queue_capture(link, view_of(library), ports)  # no quota: nothing is left waiting
    await capture_here(snapshot, engine, ports, on_step, seconds)
    return Imported((await get_snapshot_by_id(snapshot.id)).status)


async def import_kept(kept: KeptLink, read: ReadFile, ports: Ports) -> Imported | None:
    """Bring a link of our own export back with its captures; None where none of them is whole in it."""
    known = [one for one in kept.snapshots if PERMALINK.fullmatch(one.permalink)]
    whole = [one for one in known if await _store_files(one, read, ports)]
    if not whole:
        return None
    owner = await get_owner()
    async with transaction():
        link = await _keep(bookmark_of(kept), await get_library(owner), owner.id, ports)
        came = await put_kept(link.id, whole)
    return Imported.RESTORED if came else Imported.KNOWN


async def _keep(bookmark: Bookmark, library: Chat, person_id: int, ports: Ports) -> Link:
    """Keep the link; what is said of a known one stays."""
    address = read_address(bookmark.url)
    link = await keep_link(library.id, person_id, address, bookmark.tags, "", ports, saved_at=bookmark.saved_at)
    await fill_in(link, title=bookmark.title, note=bookmark.note)
    return link


async def _store_files(snapshot: KeptSnapshot, read: ReadFile, ports: Ports) -> bool:
    """Store all files of a capture; False where one is missing or is not what its name says."""
    for name in list_hashes(snapshot):
        content = await read(name)
        if content is None or sha256(content).hexdigest() != name:
            return False
        await ports.blobs.put(content)
    return bool(snapshot.artifacts) or snapshot.status is Status.FAILED
