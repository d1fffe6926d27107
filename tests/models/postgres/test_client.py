import asyncio
from collections.abc import AsyncIterator

import pytest
from pytest_asyncio import fixture as async_fixture
from tortoise.exceptions import OperationalError

from models.chats import get_or_create_chat
from models.database import open_database, reader, transaction, writer
from models.errors import DatabaseLost, DatabaseUnusable
from models.tables import Chat, ChatKind, Deed, Person
from tests.factories import NOW, make_chat
from tests.postgres import PostgresServer, ask, empty

CANCELLATIONS = 60


@async_fixture
async def server(migrated_server: str) -> AsyncIterator[str]:
    """An open, empty database on a server."""
    empty(migrated_server)
    async with open_database(migrated_server):
        yield migrated_server


async def test_question_marks_are_numbered(server: str) -> None:
    (row,) = await reader().execute_query_dict("SELECT ?::int + ?::int AS sum", [40, 2])

    assert row["sum"] == 42


@pytest.mark.usefixtures("server")
async def test_a_character_that_no_text_of_postgres_has_is_left_out() -> None:
    await Person.create(telegram_id=5, name="A\x00da")
    deed = {"name": "A\x00da", "path": "C:\\u0000"}
    await Deed.create(chat=await make_chat(), kind="test", payload=deed, done_at=NOW)

    assert (await Person.get()).name == "Ada"
    assert (await Deed.get()).payload == {"name": "Ada", "path": "C:\\u0000"}


@pytest.mark.usefixtures("server")
async def test_the_reader_can_only_read() -> None:
    with pytest.raises(Exception, match="read-only"):
        await reader().execute_query("DELETE FROM people")


@pytest.mark.usefixtures("server")
async def test_whoever_has_a_transaction_is_alone_with_what_it_read() -> None:
    async def add_one() -> None:
        async with transaction():
            highest = await Person.all().order_by("-telegram_id").first()
            await asyncio.sleep(0.01)
            await Person.create(telegram_id=highest.telegram_id + 1 if highest else 1)

    async with asyncio.TaskGroup() as tasks:
        for number in range(10):
            tasks.create_task(add_one(), name=f"adds {number}")

    assert sorted([person.telegram_id for person in await Person.all()]) == list(range(1, 11))


@pytest.mark.usefixtures("server")
async def test_what_fails_inside_a_transaction_leaves_nothing() -> None:
    async def save_and_fail() -> None:
        async with transaction():
            await make_chat()
            await writer().execute_query("SELECT nonsense")

    with pytest.raises(OperationalError):
        await save_and_fail()

    assert await Chat.all().count() == 0


@pytest.mark.slow
@pytest.mark.usefixtures("server")
async def test_a_task_cancelled_at_any_moment_leaks_no_connection() -> None:
    async def save(number: int) -> None:
        async with transaction():
            await get_or_create_chat(number + 1, ChatKind.PRIVATE, "")
            await get_or_create_chat(number + 1, ChatKind.PRIVATE, "again")

    for number in range(CANCELLATIONS):
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(save(number), name=f"save {number}")
            await asyncio.sleep(number / CANCELLATIONS / 50)
            task.cancel()

    async with asyncio.timeout(20):
        await save(CANCELLATIONS)
    assert await Chat.filter(title="again").count() == await Chat.all().count()


async def test_a_server_that_restarts_in_between_is_waited_for(postgres: PostgresServer, server: str) -> None:
    async def count() -> int:
        return await Chat.all().count()

    await make_chat()
    postgres.stop()
    async with asyncio.TaskGroup() as tasks:
        counting = tasks.create_task(count(), name="asks")
        saving = tasks.create_task(make_chat(), name="saves")
        await asyncio.to_thread(postgres.start)

    assert counting.result() in {1, 2}
    assert saving.result().id
    assert await Chat.all().count() == 2


async def test_connection_that_breaks_at_the_commit_is_called_by_our_name(server: str) -> None:
    async def write() -> None:
        async with transaction():
            (row,) = await writer().execute_query_dict("SELECT pg_backend_pid() AS number")
            ask(server, f"SELECT pg_terminate_backend({row['number']})")

    with pytest.raises(DatabaseLost):
        await write()

    assert await Chat.all().count() == 0


async def test_connection_that_breaks_inside_a_savepoint_is_called_by_our_name(server: str) -> None:
    async def write() -> None:
        async with transaction():
            (row,) = await writer().execute_query_dict("SELECT pg_backend_pid() AS number")
            async with transaction():
                ask(server, f"SELECT pg_terminate_backend({row['number']})")
                await make_chat()

    with pytest.raises(DatabaseLost):
        await write()

    assert await Chat.all().count() == 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("/test_", "/no_such_"), "no_such_"),
        (("postgres@", "nobody@"), "nobody"),
        (("127.0.0.1", "127.0.0.1:1/x?"), "expected an address"),
        (("//postgres@", "//"), "cannot use PostgreSQL"),
        (("/test_", "/a?nonsense=1&b="), "nonsense"),
    ],
)
async def test_a_wrong_address_is_one_line_that_says_what_was_seen(
    migrated_server: str, change: tuple[str, str], complaint: str
) -> None:
    with pytest.raises(DatabaseUnusable, match=complaint) as caught:
        async with open_database(migrated_server.replace(*change)):
            pass

    assert len(str(caught.value).splitlines()) == 1


async def test_nobody_there_is_one_line() -> None:
    with pytest.raises(DatabaseUnusable, match=r"127\.0\.0\.1:1/snapkeep"):
        async with open_database("postgres://snapkeep@127.0.0.1:1/snapkeep"):
            pass


async def test_a_newer_schema_is_refused_and_left_alone(migrated_server: str) -> None:
    ask(
        migrated_server,
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('models', '9999_later', now())",
    )
    try:
        with pytest.raises(DatabaseUnusable, match="9999_later"):
            async with open_database(migrated_server):
                pass
    finally:
        ask(migrated_server, "DELETE FROM tortoise_migrations WHERE name = '9999_later'")


async def test_several_processes_that_start_at_once_migrate_once(postgres: PostgresServer) -> None:
    async def open_and_close() -> None:
        async with open_database(url):
            await Person.all().count()

    url = postgres.url(postgres.create())
    async with asyncio.TaskGroup() as tasks:
        for number in range(3):
            tasks.create_task(open_and_close(), name=f"process {number}")

    assert ask(url, "SELECT count(*) = count(DISTINCT name) FROM tortoise_migrations") == [(True,)]
