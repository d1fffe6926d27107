"""Rows carried from one database to another, of either kind."""

from pathlib import Path

import pytest

from models.database import open_database, writer
from models.errors import PlaceTaken
from models.indexing import reindex_stale
from models.moving import TABLES, Moved, move_rows, open_place
from models.query import SearchQuery
from models.search import search_links
from models.tables import Link, Snapshot
from models.tags import add_tags
from tests.factories import make_chat, make_delivery, make_finished, make_link, make_outcome

LINKS = 7
NOT_CARRIED = {"tortoise_migrations", "sqlite_sequence", "leases", "paces"}  # each database has its own


async def fill() -> int:
    """A small library; the chat's number."""
    chat = await make_chat()
    for number in range(LINKS):
        link = await make_link(chat, f"https://example.com/{number}", origin={"title": "\u9891\u9053\x00"})
        await add_tags(link, ["\u77e5\u4e4e"])
        finished = await make_finished(link, outcome=make_outcome(title=f"\u7b2c {number} \u9875 \x00 \U0001f600"))
        await make_delivery(finished)
    return chat.id


async def move(source_url: str, target_url: str) -> list[Moved]:
    async with open_place(source_url) as source, open_place(target_url) as target:
        return await move_rows(source, target)


async def test_every_table_is_carried_but_the_index(database_file: Path) -> None:
    rows = await writer().execute_query_dict("SELECT name FROM sqlite_master WHERE type = 'table'")

    others = {str(row["name"]) for row in rows} - {table._meta.db_table for table in TABLES} - NOT_CARRIED
    assert {name for name in others if not name.startswith("search_index")} == set()


async def test_library_moves_there_and_back_and_is_found(database_url: str, tmp_path: Path) -> None:
    here, back = f"sqlite://{tmp_path / 'here.db'}", f"sqlite://{tmp_path / 'back.db'}"
    async with open_database(here):
        chat_id = await fill()

    there = await move(here, database_url)
    returned = await move(database_url, back)

    assert returned == there
    assert {moved.table: moved.rows for moved in there}["links"] == LINKS
    for url in (database_url, back):
        async with open_database(url):
            while await reindex_stale(100):
                pass
            found, total = await search_links(chat_id, SearchQuery(tags=("\u77e5\u4e4e",)), 10)
            assert total == len(found) == LINKS
            assert found[0].title.replace("\x00", "") == f"第 {LINKS - 1} 页  😀"  # no text of PostgreSQL has a NUL
            assert (await make_link(url="https://example.com/new")).id > LINKS


async def test_move_that_was_interrupted_goes_on(database_url: str, tmp_path: Path) -> None:
    here = f"sqlite://{tmp_path / 'here.db'}"
    async with open_database(here):
        await fill()
    whole = await move(here, database_url)
    async with open_database(database_url):
        newest = await Link.all().order_by("-id").first()
        assert newest is not None
        await newest.delete()  # and all that belongs to it, as if it had not come yet

    assert await move(here, database_url) == whole


async def test_place_where_something_else_stands_is_refused_and_left_alone(database_url: str, tmp_path: Path) -> None:
    here = f"sqlite://{tmp_path / 'here.db'}"
    async with open_database(here):
        await fill()
    async with open_database(database_url):
        stranger = await make_finished(await make_link(url="https://other.example/"))

    with pytest.raises(PlaceTaken, match="has other rows"):
        await move(here, database_url)

    async with open_database(database_url):
        assert [row.id for row in await Snapshot.all()] == [stranger.id]
