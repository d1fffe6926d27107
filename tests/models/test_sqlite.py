import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from tortoise.exceptions import OperationalError, TransactionManagementError

from models.database import reader, transaction, writer
from models.errors import DatabaseBusy
from models.tables import Person

ROUNDS = 400


async def write_pair(number: int) -> None:
    async with transaction():
        await Person.create(telegram_id=2 * number)
        await asyncio.sleep(0)
        await Person.create(telegram_id=2 * number + 1)


async def write_nested_pair(number: int) -> None:
    async with transaction():
        await write_pair(number)


async def write_many(number: int) -> None:
    await Person.bulk_create([Person(telegram_id=2 * number), Person(telegram_id=2 * number + 1)])


@pytest.mark.parametrize("write", [write_pair, write_nested_pair, write_many])
async def test_cancelled_at_any_point_the_database_still_answers(
    database_file: Path, write: Callable[[int], Awaitable[None]]
) -> None:
    chance = random.Random(7)  # noqa: S311 - the same disturbance every time
    cancelled = 0

    async def write_until_cancelled(number: int) -> None:
        await write(number)

    async def disturb(number: int) -> None:
        nonlocal cancelled
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(write_until_cancelled(number), name=f"victim {number}")
            for _ in range(chance.randrange(40)):
                await asyncio.sleep(chance.choice((0, 0, 0.0002)))
            cancelled += task.cancel()
            if chance.random() < 0.3:
                await asyncio.sleep(0)
                task.cancel()  # again, while it cleans up

    async with asyncio.timeout(60):
        for batch in range(0, ROUNDS, 4):
            async with asyncio.TaskGroup() as tasks:
                for number in range(batch, batch + 4):
                    tasks.create_task(disturb(number), name=f"disturber {number}")
        await write_pair(ROUNDS)

    written = {person.telegram_id for person in await Person.all()}
    halves = {number for number in written if number ^ 1 not in written}
    assert cancelled > ROUNDS / 10, "most were done before they could be disturbed: the test shows nothing"
    assert halves == set()
    assert 2 * ROUNDS in written


async def test_what_a_cancelled_task_changed_is_not_counted_as_ours(database_file: Path) -> None:
    await Person.create(telegram_id=1)

    async def change_something() -> None:
        await Person.filter(telegram_id=1).update(name="changed")

    for _ in range(100):
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(change_something(), name="victim")
            await asyncio.sleep(0)
            task.cancel()
            assert await Person.filter(telegram_id=99).update(name="nobody") == 0


async def test_a_task_that_outlives_the_transaction_it_was_begun_in_is_told(database_file: Path) -> None:
    is_over = asyncio.Event()

    async def write_late() -> None:
        await is_over.wait()
        with pytest.raises(TransactionManagementError):
            await Person.create(telegram_id=1)

    async with asyncio.TaskGroup() as tasks:
        async with transaction():
            tasks.create_task(write_late(), name="late")
        is_over.set()

    assert await Person.all().count() == 0


async def test_another_process_that_holds_the_database_is_named(database_file: Path) -> None:
    await writer().execute_query("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseBusy):
            await Person.create(telegram_id=1)
        with pytest.raises(DatabaseBusy):
            await write_pair(1)

        other.execute("ROLLBACK")
    await write_pair(1)

    assert await Person.all().count() == 2


async def test_a_transaction_never_meets_a_stale_read(database_file: Path) -> None:
    """A transaction that begins by reading cannot be finished after somebody else's write: ours take the lock first."""
    with closing(sqlite3.connect(database_file, isolation_level=None, timeout=0)) as other:
        async with transaction():
            await Person.all().count()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("INSERT INTO people (telegram_id, name, role, created_at) VALUES (1, '', '', '')")
            await Person.create(telegram_id=2)

    assert await Person.all().count() == 1


async def test_the_reading_connection_cannot_write(database_file: Path) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await reader().execute_query("DELETE FROM people")
