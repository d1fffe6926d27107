"""What survives a restart: JSON records in a SQLite file of the local chat's own."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.localchat.wire import Json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
# One statement, so that it is atomic without a transaction that other tasks could get into. What is to be
# forgotten becomes empty and is swept out at the next start.
_WRITE = """
INSERT OR REPLACE INTO records
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing to keep; without a body it is to be forgotten."""

    kind: str  # user, chat, message, update, file, meta
    key: str
    body: Json | None = None


class Store:
    """Writes records in the order in which they are given; reading happens once, at the start."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def list_all(self, kind: str) -> list[tuple[str, Json]]:
        """Every record of a kind, with its key."""
        async with self._connection.execute(
            "SELECT key, body FROM records WHERE kind = ? AND body <> ''", (kind,)
        ) as rows:
            return [(key, json.loads(body)) async for key, body in rows]

    async def write(self, *records: Record) -> None:
        """Keep and forget, all or nothing."""
        rows = [(record.kind, record.key, "" if record.body is None else json.dumps(record.body)) for record in records]
        await self._connection.execute(_WRITE, (json.dumps(rows),))


def forget(kind: str, keys: Iterable[str]) -> list[Record]:
    """Records that delete."""
    return [Record(kind, key) for key in keys]


@asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    """The store in this folder, made when it is not there."""
    async with aiosqlite.connect(folder / "chat.db", isolation_level=None) as connection:
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = NORMAL")  # survives a killed process, which is what is asked
        await connection.execute(_SCHEMA)
        await connection.execute("DELETE FROM records WHERE body = ''")
        yield Store(connection)
