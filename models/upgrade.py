"""Bringing a database file up to date: a copy first, then all that is missing in one transaction.

Tortoise rebuilds tables to change them, and with foreign keys on, SQLite empties a rebuilt table's children without
a word. So they are off here, and checked before the transaction ends.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationTarget
from tortoise.transactions import in_transaction

from models import migrations
from models.config import BUSY_MILLISECONDS, WRITER, tortoise_config
from models.errors import DatabaseUnusable, SchemaTooNew
from models.schema_editor import Executor

HAS_RECORDS = "SELECT count(*) FROM sqlite_master WHERE name = 'tortoise_migrations'"
RECORDS = "SELECT name FROM tortoise_migrations WHERE app = 'models'"


def list_pending(path: Path, package: ModuleType = migrations) -> list[str]:
    """The migrations that this file lacks; raise `SchemaTooNew` when it has one that we do not know."""
    known = sorted(module.name for module in iter_modules(package.__path__) if module.name[0] not in "_~")
    applied = _list_applied(path)
    if strange := sorted(applied - set(known)):
        raise SchemaTooNew(f"{path} was written by a newer Snapkeep ({strange[-1]}): update the program")
    return [name for name in known if name not in applied]


def back_up(path: Path, pending: list[str]) -> Path | None:
    """Copy a file that has tables; None where there is nothing to lose."""
    copy = path.with_name(f"{path.name}.before-{pending[0]}")
    with closing(_connect(path)) as source:
        if not source.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return None
        partial = copy.with_name(f"{copy.name}.part")
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(partial)) as target:
            source.backup(target)
    partial.replace(copy)
    return copy


async def upgrade(path: Path, package: ModuleType = migrations, *, target: str | None = None) -> None:
    """Apply what is pending (up to `target`), all of it or nothing."""
    config = tortoise_config(path, with_reader=False, with_foreign_keys=False)
    apps = {name: {**app.to_dict(), "migrations": package.__name__} for name, app in config.apps.items()}
    async with TortoiseContext() as context:
        await context.init(config)
        await get_connection(WRITER).create_connection(with_db=True)
        async with in_transaction(WRITER) as connection:
            executor = Executor(connection, apps)
            await executor.migrate(_targets(target), direction="forward")
            _, broken = await connection.execute_query("PRAGMA foreign_key_check")
            if broken:
                raise DatabaseUnusable(f"{path} has rows without their parents after migrating; nothing was changed")


def _targets(target: str | None) -> list[MigrationTarget] | None:
    return None if target is None else [MigrationTarget("models", target)]


def _list_applied(path: Path) -> set[str]:
    with closing(_connect(path)) as connection:
        (has_records,) = connection.execute(HAS_RECORDS).fetchone()
        return {name for (name,) in connection.execute(RECORDS)} if has_records else set()


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000)
