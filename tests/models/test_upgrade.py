import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from shutil import copytree
from sys import modules
from types import ModuleType

import pytest
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError

from models import migrations
from models.config import WRITER, tortoise_config
from models.database import open_database
from models.errors import SchemaTooNew
from models.links import attach_message
from models.people import create_invite
from models.remarks import put_remark
from models.search import SearchQuery, search_links
from models.tables import (
    ApiToken,
    Chat,
    Comparison,
    Deed,
    Feed,
    Lease,
    Link,
    LinkKey,
    Membership,
    MessageRole,
    Pace,
    Person,
    Resource,
    Role,
    Session,
    Share,
    SignIn,
    Snapshot,
    Tag,
    TagAlias,
    TagRule,
    Watch,
)
from models.tags import add_tags
from models.updates import record_updates
from models.upgrade import back_up, list_pending, upgrade
from tests.factories import BOT_ID, NOW, make_delivery, make_finished, make_link, make_person

# For each of these Tortoise rebuilds a table; for a chat's, that of everything's parent.
LATER = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [("models", "NEWEST")]
    operations = [
        ops.AlterField("Chat", "title", fields.CharField(max_length=300, default="")),
        ops.AddField("Chat", "colour", fields.CharField(max_length=16, db_default="grey")),
        ops.RemoveField("Chat", "admitted"),
        ops.AlterField("Link", "key", fields.CharField(max_length=99)),
        ops.AlterField("Delivery", "language", fields.CharField(max_length=99, default="")),
        ops.RemoveField("Delivery", "due_at"),
    ]
"""
BROKEN = LATER.replace("operations = [", "operations = [ops.RunSQL('DROP TABLE tags'), ").replace(
    "    ]\n", "        ops.RunSQL('NONSENSE; still; nonsense'),\n    ]\n"
)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Our migrations and one more, as the next version may have them."""
    yield from make_package(tmp_path, monkeypatch, "later_migrations", LATER)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Our migrations and one that fails half-way."""
    yield from make_package(tmp_path, monkeypatch, "broken_migrations", BROKEN)


def make_package(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, migration: str) -> Iterator[ModuleType]:
    newest = max(path.stem for path in Path(*migrations.__path__).glob("0*.py"))
    copytree(Path(*migrations.__path__), folder / name)
    (folder / name / "9999_later.py").write_text(migration.replace("NEWEST", newest))
    monkeypatch.syspath_prepend(folder)
    yield import_module(name)
    for loaded in [loaded for loaded in modules if loaded.partition(".")[0] == name]:
        del modules[loaded]


async def fill_every_table() -> None:
    person = await make_person()
    await create_invite("secret", Role.MEMBER, NOW)
    for _ in range(3):
        link = await make_link(person=person)
        await add_tags(link, ["rust", "web"])
        await attach_message(BOT_ID, 77, link.id, MessageRole.SOURCE, link.id)
        await put_remark(BOT_ID, 77, link.id, link.id, note="note")
        snapshot = await make_finished(link)
        await make_delivery(snapshot)
        await Resource.create(
            snapshot=snapshot, url="https://example.com/a.png", media_type="image/png", bytes=3, sha256="0" * 64
        )
        await fill_tables_of_link(link, snapshot)
    await fill_tables_of_person(person, link.chat_id)
    await record_updates(BOT_ID, [(1, {"text": "hello"})], NOW)
    await Lease.create(name="poll 7", holder="host/1/ab", until=NOW)
    await Pace.create(name="telegram 7", free_at=5.5)


async def fill_tables_of_link(link: Link, snapshot: Snapshot) -> None:
    """What a chat has learned of a link, or asked for."""
    tag = await Tag.filter(chat_id=link.chat_id).first()
    assert tag is not None
    await LinkKey.create(chat_id=link.chat_id, key=f"other {link.id}", link=link)
    await TagAlias.create(chat_id=link.chat_id, key=f"alias {link.id}", name="Alias", tag=tag)
    await TagRule.create(chat_id=link.chat_id, pattern=f"{link.id}.example.com", tag=tag)
    await Deed.create(chat_id=link.chat_id, kind="delete", payload={"link": link.id}, done_at=NOW)
    await Watch.create(
        link=link, bot_id=BOT_ID, chat_telegram_id=77, days=1, next_at=NOW, told_of=snapshot, created_at=NOW
    )
    await Comparison.create(older=snapshot, newer=snapshot, outcome={}, created_at=NOW)
    await Share.create(token=f"share {link.id}", snapshot=snapshot, created_at=NOW)


async def fill_tables_of_person(person: Person, chat_id: int) -> None:
    """What lets somebody look at a library."""
    await Membership.create(chat_id=chat_id, person=person, seen_at=NOW)
    await SignIn.create(token_sha256="1" * 64, person=person, expires_at=NOW)
    await Session.create(token_sha256="2" * 64, person=person, created_at=NOW, seen_at=NOW, expires_at=NOW)
    await ApiToken.create(token_sha256="3" * 64, person=person, created_at=NOW)
    await Feed.create(token="feed", chat_id=chat_id, query="#rust", created_at=NOW)


def count_rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "search_index_", "tortoise_"))
        ]
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - names of the schema
            for name in tables
        }


async def test_migrating_a_database_with_rows_in_every_table_loses_none(database_file: Path, later: ModuleType) -> None:
    await fill_every_table()
    before = count_rows(database_file)

    await upgrade(database_file, later)

    assert 0 not in before.values()
    assert count_rows(database_file) == before
    with closing(sqlite3.connect(database_file)) as connection:
        assert connection.execute("SELECT DISTINCT colour FROM chats").fetchall() == [("grey",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_rebuilt_table_keeps_its_indexes(database_file: Path, later: ModuleType) -> None:
    before = describe(database_file)

    await upgrade(database_file, later)

    after = describe(database_file)
    assert after["links"][2] == before["links"][2]
    assert after["chats"][2] == before["chats"][2]
    assert after["deliveries"][2] == {(0, ("snapshot_id",))}  # the other one was on a column that is gone


async def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "snapkeep.db"
    await upgrade(path, target="0001_tables")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO chats (telegram_id, kind, title, language, admitted, listens_to_all,"
            " phone_view, dark_view, created_at)"
            " VALUES (5, 'private', 'Ada', '', 0, 1, 0, 0, '2026-01-01 00:00:00+00:00')"
        )

    async with open_database(f"sqlite://{path}"):
        chat = await Chat.get()
        assert await search_links(chat.id, SearchQuery(words=("anything",)), 5) == ([], 0)

    assert count_rows(path.with_name("snapkeep.db.before-0002_search"))["chats"] == 1


async def test_a_copy_is_made_of_what_has_tables_and_replaces_an_older_one(database_file: Path) -> None:
    first = back_up(database_file, ["0009_later"])
    await fill_every_table()

    second = back_up(database_file, ["0009_later"])

    assert first == second == database_file.with_name("snapkeep.db.before-0009_later")
    assert count_rows(second) == count_rows(database_file)
    assert back_up(database_file.with_name("new.db"), ["0001_tables"]) is None


async def test_a_migration_that_fails_changes_nothing(database_file: Path, broken: ModuleType) -> None:
    await fill_every_table()
    before = count_rows(database_file)

    with pytest.raises(OperationalError, match="NONSENSE"):
        await upgrade(database_file, broken)

    assert count_rows(database_file) == before
    assert list_pending(database_file, broken) == ["9999_later"]


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, later: ModuleType) -> None:
    path = tmp_path / "snapkeep.db"
    await upgrade(path, later)

    with pytest.raises(SchemaTooNew, match="9999_later"):
        async with open_database(f"sqlite://{path}"):
            pass


async def test_upgrading_twice_changes_nothing(database_file: Path) -> None:
    assert list_pending(database_file) == []

    await upgrade(database_file)

    assert list_pending(database_file) == []


Rows = set[tuple[object, ...]]


def describe(path: Path) -> dict[str, tuple[Rows, Rows, set[tuple[int, tuple[str | None, ...]]]]]:
    """The columns, foreign keys and indexes of all tables but those that only migrations make."""
    schema = {}
    with closing(sqlite3.connect(path)) as connection:
        for name in count_rows(path).keys() - {"search_index"}:
            indexes = {
                (unique, tuple(column for _, _, column in connection.execute(f"PRAGMA index_info('{index}')")))
                for _, index, unique, *_ in connection.execute(f"PRAGMA index_list('{name}')")
            }
            columns = {tuple(row[1:]) for row in connection.execute(f"PRAGMA table_info('{name}')")}
            keys = {tuple(row[2:]) for row in connection.execute(f"PRAGMA foreign_key_list('{name}')")}
            schema[name] = (columns, keys, indexes)
    return schema


async def test_migrations_make_the_tables_that_are_declared(migrated_file: Path, tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    async with TortoiseContext() as context:
        await context.init(tortoise_config(declared, with_reader=False))
        await get_connection(WRITER).create_connection(with_db=True)
        await context.generate_schemas()

    assert describe(migrated_file) == describe(declared)


def test_every_index_is_on_columns(migrated_file: Path) -> None:
    """An index on a relation instead of its column (`link` for `link_id`) is one on a constant, for SQLite."""
    for table, (_, _, indexes) in describe(migrated_file).items():
        assert all(None not in columns for _, columns in indexes), table
