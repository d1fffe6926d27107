"""Bringing a database file up to date: a copy first, then all that is missing in one transaction.

Tortoise rebuilds tables to change them, and with foreign keys on, SQLite empties a rebuilt table's children without
a word. So they are off here, and checked before the transaction ends.
"""

from contextlib import closing
from glob import escape
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationTarget
from tortoise.transactions import in_transaction

from models import migrations
from models.config import WRITER, tortoise_config
from models.copies import connect, copy_database, sync
from models.errors import DatabaseUnusable, SchemaTooNew
from models.schema_editor import Executor

COPY_MARK = ".before-"
KEEP_COPIES = 3  # of the file as it was before it was brought up to date
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
    """Copy a file that has tables, beside it; None where there is nothing to lose. The oldest copies go."""
    with closing(connect(path)) as source:
        if not source.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return None
    copy = path.with_name(f"{path.name}{COPY_MARK}{pending[0]}")
    partial = copy.with_name(f"{copy.name}.part")
    partial.unlink(missing_ok=True)
    copy_database(path, partial)
    partial.replace(copy)
    sync(path.parent)
    copies = sorted(path.parent.glob(f"{escape(path.name)}{COPY_MARK}[0-9]*"), key=lambda one: one.stat().st_mtime)
    for old in copies[:-KEEP_COPIES]:
        old.unlink()
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
    with closing(connect(path)) as connection:
        (has_records,) = connection.execute(HAS_RECORDS).fetchone()
        return {name for (name,) in connection.execute(RECORDS)} if has_records else set()
