"""PostgreSQL for Tortoise, over the stock engine: one transaction at a time, outages waited out, our own errors.

The house is written for SQLite, where whoever has a transaction is alone: numbers are given, quotas read and rows
looked for before they are written. Here a lock of the database's own, taken at the beginning of every transaction,
makes the same true for all processes together; reading and single statements never wait for it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext, TransactionContext
from tortoise.exceptions import BaseORMException, OperationalError, TransactionManagementError

from models.config import BUSY_MILLISECONDS
from models.errors import DatabaseBusy, DatabaseLost, DatabaseUnusable, ModelError, StoreFull
from models.postgres.values import JSON_TYPES, keep_json, read_json, storable
from models.transactions import LastingTransaction

ALONE = f"SELECT pg_advisory_xact_lock({0x736E_6170})"  # "snap"; any number that no other program takes here
WAIT_SECONDS = BUSY_MILLISECONDS / 1000
PAUSE_SECONDS = 0.25

# Nobody is there, or not yet, or not any more: what was not sent can be sent later.
AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,  # the connection was closed under a statement
)
BUSY = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.IdleInTransactionSessionTimeoutError)
FULL = (asyncpg.DiskFullError, asyncpg.OutOfMemoryError)
READS = ("SELECT", "WITH")

Connection = PoolConnectionProxy


def numbered(query: str) -> str:
    """`?` as the house writes it, `$1` as PostgreSQL reads it; Tortoise's own statements have numbers already."""
    if "?" not in query or "$1" in query:
        return query
    numbers = count(1)
    return "".join(f"${next(numbers)}" if part == "?" else part for part in _cut(query))


def _cut(query: str) -> list[str]:
    first, *rest = query.split("?")
    return [first, *(part for piece in rest for part in ("?", piece))]


class ForgivingClient(AsyncpgDBClient):
    """Runs statements, and gives what goes wrong the names that the house knows."""

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._translate_exceptions(func, *args, **kwargs)
        except AWAY as error:
            if isinstance(error, ValueError):  # asyncpg's word for a value that does not fit its column
                raise OperationalError(error) from error
            raise DatabaseLost(f"PostgreSQL went away: {describe(error)}") from error
        except BUSY as error:
            raise DatabaseBusy(str(error)) from error
        except FULL as error:
            raise StoreFull("no room for the database") from error

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[dict[str, Any]]]:
        """Run one statement; how many rows it changed (or found), and the rows."""
        result: tuple[int, list[dict[str, Any]]] = await super().execute_query(numbered(query), storable(values))
        return result

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement; the rows that it returns, whatever kind of statement it is."""
        result: list[dict[str, Any]] = await super().execute_query_dict(numbered(query), storable(values))
        return result

    async def execute_insert(self, query: str, values: list[Any]) -> Any:
        """Insert a row; what the database added to it."""
        return await super().execute_insert(query, storable(values) or [])

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows, all or none."""
        await super().execute_many(query, [storable(row) or [] for row in values])


class Client(ForgivingClient):
    """A pool of connections, shared by all tasks."""

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        """The pool, with its first connection; raise `DatabaseUnusable` with a line for the owner."""
        place = f"{self.host}:{self.port}/{self.database}"
        try:
            pool: asyncpg.Pool = await asyncpg.create_pool(init=prepare, **kwargs)  # type: ignore[call-overload]
        except (*AWAY, TimeoutError, asyncpg.PostgresError) as error:
            raise DatabaseUnusable(f"cannot use PostgreSQL at {place}: {describe(error)}") from error
        return pool

    def acquire_connection(self) -> Any:
        """Give a connection, as soon as there is one."""
        return self.connect()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        """A connection of the pool while the block runs; an outage is waited out, but not for ever."""
        connection = await self.take()
        try:
            yield connection
        finally:
            await self.give_back(connection)

    async def take(self) -> Connection:
        """A connection of the pool, which has to be given back; raise `DatabaseLost` where none comes in time."""
        assert self._pool is not None  # noqa: S101 - opening the database makes it
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_SECONDS
        while True:
            try:
                return await self._pool.acquire(timeout=max(0.1, deadline - loop.time()))
            except (*AWAY, TimeoutError) as error:
                if loop.time() >= deadline:
                    raise DatabaseLost(f"PostgreSQL cannot be reached: {describe(error)}") from error
            await asyncio.sleep(PAUSE_SECONDS)

    async def give_back(self, connection: Connection) -> None:
        """Return a connection to the pool, which throws it away where it is broken."""
        assert self._pool is not None  # noqa: S101
        await self._pool.release(connection, timeout=WAIT_SECONDS)

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[dict[str, Any]]]:
        """Run one statement; reading is tried once more where the connection broke under it."""
        try:
            return await super().execute_query(query, values)
        except DatabaseLost:
            if not _reads(query):
                raise
            return await super().execute_query(query, values)

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement; reading is tried once more where the connection broke under it."""
        try:
            return await super().execute_query_dict(query, values)
        except DatabaseLost:
            if not _reads(query):
                raise
            return await super().execute_query_dict(query, values)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows, all or none."""
        async with self._in_transaction() as connection:
            await connection.execute_many(query, values)

    def _in_transaction(self) -> "Transaction":
        return Transaction(TransactionClient(self), self)


class TransactionClient(ForgivingClient, TransactionWrapper):
    """The connection as the task sees it that has the transaction."""

    def acquire_connection(self) -> Any:
        """Give the connection while the transaction lasts: a task that was begun inside may live longer."""
        if self._finalized:
            raise TransactionManagementError("this task was begun inside a transaction that is over")
        return ConnectionWrapper(self._lock, self)

    async def begin_alone(self) -> None:
        """Begin, and wait until nobody else has a transaction."""
        await self.begin()
        await self.execute_query(ALONE)

    async def commit(self) -> None:
        """Make it last; raise `DatabaseLost` where nobody can say whether that was carried out."""
        try:
            await super().commit()
        except AWAY as error:
            raise DatabaseLost(f"PostgreSQL went away: {describe(error)}") from error

    async def rollback(self) -> None:
        """Undo it; raise `DatabaseLost` where the connection is broken, which has undone all of it."""
        try:
            await super().rollback()
        except AWAY as error:  # of a savepoint, too, whose block may have failed for that very reason
            raise DatabaseLost(f"PostgreSQL went away: {describe(error)}") from error

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(TransactionClient(self))


class Transaction(LastingTransaction[TransactionClient]):
    """On a connection of the pool, which gets it back at whatever point the task is cancelled."""

    def __init__(self, client: TransactionClient, pool: Client) -> None:
        super().__init__(client)
        self._pool = pool

    async def take(self) -> None:
        """A connection of the pool, as soon as there is one."""
        self._taken = await self._pool.take()
        self.client._connection = self._taken  # type: ignore[assignment]  # it stands for one

    async def begin(self) -> None:
        """Begin, alone."""
        await self.client.begin_alone()

    async def roll_back(self) -> None:
        """Undo all; a connection on which that fails is broken, and the pool throws it away."""
        with suppress(ModelError, BaseORMException, asyncpg.PostgresError, *AWAY):
            await self.client.rollback()

    async def give_back(self) -> None:
        """Let others have the connection."""
        await self._pool.give_back(self._taken)


async def prepare(connection: Connection) -> None:
    """What a new connection has to know."""
    for name in JSON_TYPES:
        await connection.set_type_codec(name, schema="pg_catalog", encoder=keep_json, decoder=read_json)


def describe(error: BaseException) -> str:
    """What went wrong, in a line without secrets."""
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


def _reads(query: str) -> bool:
    return query.lstrip().upper().startswith(READS)


client_class = Client  # the name by which Tortoise finds an engine
