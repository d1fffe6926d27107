"""What a copy of the database says of itself: read without opening it as ours, for it may be of any version."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from models.copies import connect
from models.errors import DatabaseUnusable
from models.upgrade import list_pending

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database file holds."""

    links: int
    blobs: tuple[str, ...]  # the names that its rows need


def read_contents(path: Path) -> Contents:
    """Read a file that may be older than this program; raise `DatabaseUnusable` (`SchemaTooNew` where it is newer)."""
    try:
        list_pending(path)
        with closing(connect(path)) as connection:
            tables = {name for (name,) in connection.execute(TABLES)}
            if "links" not in tables:
                return Contents(0, ())
            (links,) = connection.execute("SELECT count(*) FROM links").fetchone()
            return Contents(links, _list_blobs(connection, tables))
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(f"{path} is no database, or a damaged one: {error}") from error


def check_whole(path: Path) -> None:
    """Raise `DatabaseUnusable` where SQLite finds a file damaged."""
    try:
        with closing(connect(path)) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise DatabaseUnusable(f"{path} is damaged: {verdict}")


def _list_blobs(connection: sqlite3.Connection, tables: set[str]) -> tuple[str, ...]:
    """A column of that name holds a blob's, whatever the table is."""
    names: set[str] = set()
    for table in sorted(tables):
        columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
        if "sha256" in columns:
            query = f"SELECT DISTINCT sha256 FROM \"{table}\" WHERE sha256 <> ''"  # noqa: S608 - a name of the schema
            names.update(name for (name,) in connection.execute(query))
    return tuple(sorted(names))
