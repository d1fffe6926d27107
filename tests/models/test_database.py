import asyncio
from pathlib import Path

import pytest

from models.database import check_database, open_database, parse_database_url, reader, transaction, writer
from models.errors import DatabaseUnusable
from models.tables import Person


async def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "snapkeep.db"

    async with open_database(f"sqlite://{path}"):
        await check_database()

    assert path.stat().st_size > 0


async def test_what_was_kept_is_there_when_opened_again(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'snapkeep.db'}"

    async with open_database(url):
        await Person.create(telegram_id=5)
    async with open_database(url):
        assert (await Person.get()).telegram_id == 5


@pytest.mark.parametrize("url", ["postgres://db/snapkeep", "sqlite://", "snapkeep.db", ""])
def test_what_is_no_sqlite_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="sqlite://"):
        parse_database_url(url)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ada, " * 1000)

    with pytest.raises(DatabaseUnusable, match=r"letter\.txt"):
        async with open_database(f"sqlite://{path}"):
            pass

    assert path.read_text().startswith("Dear Ada")


async def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseUnusable, match=r"Not a directory|File exists"):
        async with open_database(f"sqlite://{tmp_path / 'file' / 'snapkeep.db'}"):
            pass


async def test_what_is_acknowledged_survives_a_power_cut_and_waits_for_others(database_file: Path) -> None:
    pragmas = {}
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        _, rows = await writer().execute_query(f"PRAGMA {name}")
        pragmas[name] = rows[0][0]

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


async def test_a_transaction_is_all_or_nothing(database_file: Path) -> None:
    async def fail_half_way() -> None:
        async with transaction():
            await Person.create(telegram_id=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()

    assert await Person.all().count() == 0


async def test_an_inner_transaction_fails_alone(database_file: Path) -> None:
    async def fail_inside() -> None:
        async with transaction():
            await Person.create(telegram_id=2)
            raise ZeroDivisionError

    async with transaction():
        await Person.create(telegram_id=1)
        with pytest.raises(ZeroDivisionError):
            await fail_inside()

    assert [person.telegram_id for person in await Person.all()] == [1]


async def test_a_list_does_not_wait_for_somebody_elses_transaction(database_file: Path) -> None:
    await Person.create(telegram_id=1)
    is_open, is_read = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with transaction():
            await Person.create(telegram_id=2)
            is_open.set()
            await is_read.wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        tasks.create_task(write_slowly(), name="writer")
        await is_open.wait()
        seen = await Person.all().using_db(reader()).count()
        is_read.set()

    assert seen == 1
    assert await Person.all().using_db(reader()).count() == 2


async def test_a_transaction_reads_what_it_wrote(database_file: Path) -> None:
    async with transaction():
        await Person.create(telegram_id=1)

        assert await Person.all().using_db(reader()).count() == 1


async def test_fifty_writers_get_their_turns(database_file: Path) -> None:
    async def write(number: int) -> None:
        async with transaction():
            await Person.create(telegram_id=number)

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for number in range(50):
            tasks.create_task(write(number), name=f"writer {number}")

    assert await Person.all().count() == 50
