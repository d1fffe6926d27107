"""Moving a library to another database, another place for its files, or both: copied, compared, and left here, too."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import CommandFailed
from models.blobs import BlobStore
from models.errors import PlaceTaken
from models.indexing import reindex_stale
from models.moving import Moved, Place, move_rows, open_place

AT_A_TIME = 8  # files
INDEXED_AT_ONCE = 100  # links between two words about it

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class MovedFiles:
    """What became of the files."""

    files: int  # that are there now
    copied: int  # of them, just now
    damaged: tuple[str, ...]  # names of those whose bytes were not what their names say: they stay behind


async def move_database(source_url: str, target_url: str, say: Say) -> list[Moved]:
    """Carry all rows over and make their index; raise `CommandFailed` where something else stands there."""
    async with open_place(source_url) as source, open_place(target_url) as target:
        try:
            moved = await move_rows(source, target)
        except PlaceTaken as error:
            raise CommandFailed(f"{error}: move to an empty database, while no Snapkeep runs") from error
        await _index(target, say)
    return moved


async def _index(target: Place, say: Say) -> None:
    done = 0
    while count := await target.do(reindex_stale(INDEXED_AT_ONCE)):
        done += count
        say(f"index: {done} links")


async def move_files(source: BlobStore, target: BlobStore, say: Say) -> MovedFiles:
    """Copy every file that is not there yet; each is hashed on its way."""
    there = {name async for name in target.list_names()}
    missing = [name async for name in source.list_names() if name not in there]
    damaged: list[str] = []
    for start in range(0, len(missing), AT_A_TIME):
        async with asyncio.TaskGroup() as tasks:
            for name in missing[start : start + AT_A_TIME]:
                tasks.create_task(_move_file(name, source, target, damaged), name=f"move {name[:8]}")
        say(f"files: {min(start + AT_A_TIME, len(missing))} of {len(missing)}")
    copied = len(missing) - len(damaged)
    return MovedFiles(len(there) + copied, copied, tuple(sorted(damaged)))


async def _move_file(name: str, source: BlobStore, target: BlobStore, damaged: list[str]) -> None:
    stored_as = await target.put(await source.get(name))
    if stored_as != name:
        await target.delete(stored_as)
        damaged.append(name)
