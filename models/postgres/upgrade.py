"""Bringing a database on a server up to date: all that is missing in one transaction, by whoever comes first."""

from collections.abc import Mapping
from pkgutil import iter_modules
from types import ModuleType

from pydantic import PostgresDsn, TypeAdapter, ValidationError
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.config import TortoiseConfig
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.transactions import in_transaction

from models import migrations
from models.config import WRITER, postgres_config
from models.errors import DatabaseUnusable, SchemaTooNew

EXPECTED = "expected an address such as postgres://name:password@host:5432/snapkeep"
PARAMETERS = {"sslmode"}
ADDRESS: TypeAdapter[PostgresDsn] = TypeAdapter(PostgresDsn)
HAS_RECORDS = "SELECT to_regclass('tortoise_migrations') IS NOT NULL AS there"
RECORDS = "SELECT name FROM tortoise_migrations WHERE app = 'models'"


async def prepare_server(url: str) -> TortoiseConfig:
    """Bring the database up to date; how it is opened. Raise `DatabaseUnusable` with a line for the owner."""
    address = parse_address(url)
    config = postgres_config(address, is_upgrade=True)
    apps = {name: app.to_dict() for name, app in config.apps.items()}
    async with TortoiseContext() as context:
        await context.init(config)
        await get_connection(WRITER).create_connection(with_db=True)
        async with in_transaction(WRITER) as connection:  # one process after another
            if await list_missing(connection):
                await Executor(connection, apps).migrate_forward()
    return postgres_config(address)


def parse_address(url: str) -> PostgresDsn:
    """The parts of an URL; raise `DatabaseUnusable`."""
    try:
        address = ADDRESS.validate_python(url)
    except ValidationError as error:
        raise DatabaseUnusable(EXPECTED) from error
    unknown = {name for name, _ in address.query_params()} - PARAMETERS
    if unknown or len(address.hosts()) != 1 or not (address.path or "").strip("/"):
        raise DatabaseUnusable(EXPECTED + (f"; there is no {', '.join(sorted(unknown))}" if unknown else ""))
    return address


async def list_missing(connection: BaseDBAsyncClient, package: ModuleType = migrations) -> list[str]:
    """The migrations that the database lacks; raise `SchemaTooNew` when it has one that we do not know."""
    known = sorted(module.name for module in iter_modules(package.__path__) if module.name[0] not in "_~")
    (records,) = await connection.execute_query_dict(HAS_RECORDS)
    rows = await connection.execute_query_dict(RECORDS) if records["there"] else []
    applied = {str(row["name"]) for row in rows}
    if strange := sorted(applied - set(known)):
        raise SchemaTooNew(f"the database was written by a newer Snapkeep ({strange[-1]}): update the program")
    return [name for name in known if name not in applied]


class Executor(MigrationExecutor):
    """The stock executor, which finds the editor by the name of the engine's module."""

    def __init__(self, connection: BaseDBAsyncClient, apps: Mapping[str, dict[str, object]]) -> None:
        super().__init__(connection, dict(apps))

    async def migrate_forward(self) -> None:
        """Apply all that is missing; the stock one asks a table before it makes it, which ends a transaction here."""
        await self.recorder.ensure_schema(self._schema_editor(atomic=False))
        await self.migrate(direction="forward")

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> AsyncpgSchemaEditor:  # noqa: FBT001, FBT002 - Tortoise's signature
        return AsyncpgSchemaEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
