"""What is left of a library that was deleted: in no table and no file, past the program, and within a minute."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.services.housekeeping import SWEEP_SECONDS
from bot.services.sweeping import IDLE_SECONDS, Sweeper
from tests.house import FRIEND, OWNER, TestHouse, open_house
from tests.idling import make_idle
from tests.ownership.scene import SECRETS, furnish, list_tables, read_library


async def test_library_that_is_forgotten_is_in_no_table_and_in_no_file(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        await house.open_group(-500)
        mine, groups = await furnish(house.store.blobs, house.house.ports.bot_id)
        await house.save(f"https://example.com/typed #typed a note on {mine.secret}")
        await house.settle()
        file, before = tmp_path / "data" / "snapkeep.db", read_library(tmp_path / "data" / "snapkeep.db", groups)
        assert {"links", "snapshots", "feeds", "comparisons", "remarks"} <= find_tables(file, mine.secret)

        await forget(house, tmp_path)

        assert find_tables(file, mine.secret) == set()
        assert find_index(file, mine.secret) == 0
        assert await find_blobs(house, mine.secret) == 0
        after = read_library(file, groups)
        assert {name for name in before if before[name] != after[name]} == set(), "a group's library is the group's"
        assert find_index(file, groups.secret)
        assert await find_blobs(house, groups.secret) > len(SECRETS)


def test_what_is_deleted_goes_within_a_minute_even_if_it_was_stored_a_moment_before() -> None:
    assert SWEEP_SECONDS + IDLE_SECONDS + SWEEP_SECONDS <= 60


async def forget(house: TestHouse, folder: Path) -> None:
    """/forget, and what the service does a moment later with files that are not brand new."""
    question = await house.ask("/forget", user=OWNER)
    await house.press(question, "forget me", user=OWNER)
    await house.ask("/help", user=FRIEND)
    async for name in house.store.blobs.list_names():
        make_idle(folder / "data" / "blobs", name, IDLE_SECONDS + 1)
    await Sweeper(house.house.ports).sweep()


def find_tables(file: Path, word: str) -> set[str]:
    """The tables that have a word in any column of any row."""
    found = set()
    with closing(sqlite3.connect(file)) as database:
        for table in list_tables(file):
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names of the schema
            if word in str(rows).casefold():
                found.add(table)
    return found


def find_index(file: Path, word: str) -> int:
    """How many links the text index finds for a word."""
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute("SELECT count(*) FROM search_index WHERE search_index MATCH ?", [word]).fetchone()
    return int(count)


async def find_blobs(house: TestHouse, word: str) -> int:
    """How many files have a word in them."""
    blobs = house.store.blobs
    return sum([word.encode() in await blobs.get(name) async for name in blobs.list_names()])
