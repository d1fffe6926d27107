"""SQLite for Tortoise, over the stock engine: transactions that survive cancellation, errors of our own.

Every statement goes through the queue of one thread, in order, and what a cancelled task has sent there is still
carried out. So whoever is cancelled inside a transaction sends a ROLLBACK after it before giving the lock back, and
what a statement changed is counted where it runs.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from aiosqlite import Connection as StockConnection
from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper, translate_exceptions
from tortoise.exceptions import TransactionManagementError

from models.errors import DatabaseBusy, StoreFull
from models.transactions import LastingTransaction

P = ParamSpec("P")
T = TypeVar("T")
Rows = Sequence[Any]  # sqlite3.Row, which Tortoise calls a dict


class Connection(StockConnection):
    """A connection whose errors have names that the rest of the house knows."""

    async def _execute(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            result: T = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        except sqlite3.OperationalError as error:
            primary_code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if primary_code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise DatabaseBusy("another process holds the database") from error
            if primary_code == sqlite3.SQLITE_FULL:
                raise StoreFull("no room for the database") from error
            raise
        return result

    async def run(self, query: str, values: Sequence[object]) -> tuple[int, Rows]:
        """Run one statement; how many rows it changed (or found), and the rows."""
        return await self._execute(self._run, query, values)

    def _run(self, query: str, values: Sequence[object]) -> tuple[int, Rows]:
        cursor = self._conn.execute(query, values)
        rows = cursor.fetchall()
        return (len(rows) or max(cursor.rowcount, 0)), rows


class CountingClient(SqliteClient):
    """The stock engine counts outside the thread, where a cancelled task's statement may slip in."""

    @translate_exceptions
    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Rows]:
        """Run one statement; how many rows it changed (or found), and the rows."""
        query = query.replace("\x00", "'||CHAR(0)||'")  # as the stock engine does
        async with self.acquire_connection() as connection:
            self.log.debug("%s: %s", query, values)
            result: tuple[int, Rows] = await connection.run(query, values or [])
            return result


class Client(CountingClient):
    """A connection to the file, shared by all tasks, one statement or transaction at a time."""

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - Tortoise's signature
        """Connect and set the pragmas; `models.database` does so before anybody else can ask."""
        if self._connection:
            return
        connection = Connection(lambda: sqlite3.connect(self.filename, isolation_level=None), 64)
        await connection
        try:
            connection.row_factory = sqlite3.Row
            for pragma, value in self.pragmas.items():
                await connection.run(f"PRAGMA {pragma}={value}", ())
            await self._post_connect()
        except BaseException:
            await connection.close()
            raise
        self._connection = connection

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run one statement for many rows, all or none; the stock one stays half-way when it is cancelled."""
        async with self._in_transaction() as connection:
            await connection.execute_many(query, values)

    def _in_transaction(self) -> "Transaction":
        return Transaction(TransactionClient(self), self._lock)


class TransactionClient(SqliteTransactionWrapper, CountingClient):
    """The connection as the task sees it that has the transaction."""

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """Give the connection while the transaction lasts: a task that was begun inside may live longer."""
        if self._finalized:
            raise TransactionManagementError("this task was begun inside a transaction that is over")
        return super().acquire_connection()

    async def begin(self) -> None:
        """Take the write lock now: a transaction that reads first could otherwise not be finished."""
        await self._connection.execute_fetchall("BEGIN IMMEDIATE")

    async def execute_script(self, query: str) -> None:
        """Run several statements inside the transaction; the stock one commits it first."""
        statement = ""
        for part in query.split(";"):
            statement += part + ";"
            if sqlite3.complete_statement(statement):  # no: the semicolon stood in a comment or a string
                if statement.strip(" \n;"):
                    await self.execute_query(statement)
                statement = ""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(TransactionClient(self))


class Transaction(LastingTransaction[TransactionClient]):
    """From BEGIN IMMEDIATE on: whoever has it has the connection for itself."""

    def __init__(self, client: TransactionClient, lock: asyncio.Lock) -> None:
        super().__init__(client)
        self._lock = lock

    async def take(self) -> None:
        """Wait until nobody else has a transaction or a statement under way."""
        await self._lock.acquire()

    async def begin(self) -> None:
        """Take the file's write lock, too."""
        await self.client.begin()

    async def roll_back(self) -> None:
        """Undo all; the statement is in the thread's queue before this can be cancelled."""
        await self.client._connection.rollback()

    async def give_back(self) -> None:
        """Let the next one in."""
        self._lock.release()


client_class = Client  # the name by which Tortoise finds an engine
