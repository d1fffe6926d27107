"""A migration's step in SQL that only one of the two databases understands."""

from tortoise.migrations.operations import RunSQL
from tortoise.migrations.schema_editor.base import BaseSchemaEditor


class RunSQLFor(RunSQL):
    """`RunSQL` where the database is that one; elsewhere nothing."""

    def __init__(self, dialect: str, sql: str, reverse_sql: str) -> None:
        super().__init__(sql, reverse_sql)
        self._dialect = dialect

    async def _run_sql(self, state_editor: BaseSchemaEditor, sqls: str) -> None:
        if self._dialect == state_editor.DIALECT:
            await super()._run_sql(state_editor, sqls)
