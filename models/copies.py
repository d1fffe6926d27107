"""Copies of SQLite files, made while others write to them, and put in their place again. Everything here blocks."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from models.config import BUSY_MILLISECONDS

HEADER = b"SQLite format 3\x00"
COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file that is open, or was when the power went
SET_ASIDE = ".before-restore"


def connect(path: Path) -> sqlite3.Connection:
    """Open a database file, and wait for whoever is writing."""
    return sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000)


def is_database(path: Path) -> bool:
    """Whether a file is one of SQLite's."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


def copy_database(path: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, and see that the copy is on the disk."""
    with closing(connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    sync(copy)


def put_in_place(path: Path, copy: Path) -> None:
    """Put a copy where a file is, which is set aside; no journal of an old database may come over the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        _set_aside(path)
    for companion in COMPANIONS:
        path.with_name(path.name + companion).unlink(missing_ok=True)
    copy.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _set_aside(path: Path) -> None:
    with suppress(sqlite3.DatabaseError), closing(connect(path)) as connection:  # a damaged one goes as it is
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = path.with_name(path.name + SET_ASIDE)
    for companion in ("", *COMPANIONS):
        old, new = path.with_name(path.name + companion), aside.with_name(aside.name + companion)
        new.unlink(missing_ok=True)
        if old.exists():
            old.replace(new)
