"""Opening the database, and the transactions in it.

Open it first, in main's own task: Tortoise keeps its state in a context variable, which only later tasks see.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.config import TortoiseConfig
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.transactions import in_transaction

from models.config import READER, WRITER, tortoise_config
from models.errors import DatabaseBusy, DatabaseUnusable
from models.postgres.upgrade import prepare_server
from models.upgrade import back_up, list_pending, upgrade

SCHEME = "sqlite://"
SERVER_SCHEMES = ("postgres", "postgresql")


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[None]:
    """Open the database for as long as the block runs, after bringing it up to date.

    Raises `DatabaseUnusable` (and its `SchemaTooNew`) with a line for the owner, or `DatabaseBusy`.
    """
    EXECUTOR_CACHE.clear()  # statements, which Tortoise keeps by the name of a connection, whatever it leads to
    config = await (prepare_server(url) if is_server(url) else _prepare_file(url))
    async with TortoiseContext() as context:
        await context.init(config)
        for name in (WRITER, READER):
            await get_connection(name).create_connection(with_db=True)
        yield


def is_server(url: str) -> bool:
    """Whether an URL names a database that several processes and machines may share."""
    return url.partition(":")[0] in SERVER_SCHEMES


def parse_database_url(url: str) -> Path:
    """The file that an URL names; raise `DatabaseUnusable` for what is no SQLite."""
    path = url.removeprefix(SCHEME)
    if not path or path == url:
        raise DatabaseUnusable(f"expected {SCHEME}folder/snapkeep.db or postgres://name:password@host/snapkeep")
    return Path(path)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing, and nobody else writes; inside another one, a savepoint. Never shared by tasks."""
    async with in_transaction(WRITER):
        yield


async def check_database() -> None:
    """Ask the database something cheap."""
    await reader().execute_query("SELECT count(*) FROM tortoise_migrations")


def writer() -> BaseDBAsyncClient:
    """The connection that writes, or this task's transaction on it."""
    return get_connection(WRITER)


def reader() -> BaseDBAsyncClient:
    """Where lists are read: a connection that waits for nobody, or this task's own transaction."""
    connection = get_connection(WRITER)
    return connection if isinstance(connection, TransactionalDBClient) else get_connection(READER)


async def _prepare_file(url: str) -> TortoiseConfig:
    path = parse_database_url(url)
    if await asyncio.to_thread(_prepare, path):
        await upgrade(path)
    return tortoise_config(path)


def _prepare(path: Path) -> list[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pending = list_pending(path)
        if pending:
            back_up(path, pending)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise DatabaseBusy("another process holds the database") from error
        raise DatabaseUnusable(f"cannot use {path} as a database: {error}") from error
    except OSError as error:
        raise DatabaseUnusable(f"cannot use {path} as a database: {error.strerror}") from error
    return pending
