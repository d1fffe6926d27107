"""Tortoise's schema editor for SQLite, mended where it cuts SQL in the wrong places and forgets indexes."""

from collections.abc import Sequence
from typing import Any

from tortoise.fields import Field
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import SqliteSchemaEditor
from tortoise.models import Model


class SchemaEditor(SqliteSchemaEditor):
    """The stock editor cuts SQL at every semicolon, those in comments too, and rebuilds tables without indexes."""

    async def _run_sql(self, sql: str) -> None:
        await self.client.execute_script(sql)

    async def _remake_table(
        self,
        model: type[Model],
        create_field: Field[Any] | None = None,
        delete_field: Field[Any] | None = None,
        alter_fields: Sequence[tuple[Field[Any], Field[Any]]] | None = None,
    ) -> None:
        table = model._meta.db_table
        before = await self._list_indexes(table)
        await super()._remake_table(model, create_field, delete_field, alter_fields)
        _, rows = await self.client.execute_query(f"PRAGMA table_info('{table}')")
        columns = {row["name"] for row in rows}
        for is_unique, indexed in sorted(before - await self._list_indexes(table)):
            if columns.issuperset(indexed):
                names = ", ".join(f'"{column}"' for column in indexed)
                kind = "UNIQUE INDEX" if is_unique else "INDEX"
                await self._run_sql(f'CREATE {kind} "{table}_{"_".join(indexed)}" ON "{table}" ({names})')

    async def _list_indexes(self, table: str) -> set[tuple[int, tuple[str, ...]]]:
        """Whether each index is unique, and its columns."""
        _, indexes = await self.client.execute_query(f"PRAGMA index_list('{table}')")
        found = set()
        for index in indexes:
            _, columns = await self.client.execute_query(f"PRAGMA index_info('{index['name']}')")
            found.add((index["unique"], tuple(column["name"] for column in columns)))
        return found


class Executor(MigrationExecutor):
    """The stock executor with our editor."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> SchemaEditor:  # noqa: FBT001, FBT002 - Tortoise's signature
        return SchemaEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
