"""The few words in which SQLite and PostgreSQL differ; everything else is one SQL for both."""

from dataclasses import dataclass

from models.database import writer
from models.fts5 import Fts5Index
from models.index_rows import TextIndex
from models.postgres.text_index import VectorIndex


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database says it."""

    index: TextIndex
    numbers: str  # the numbers in a JSON list, as a subquery
    names: str  # the texts in a JSON list, as a subquery with the column `value`
    as_list: str  # the column `name` of many rows as a JSON list
    days_between: str  # {later} and {earlier}
    go_on_counting: str = ""  # after rows came with their numbers: {table} and {key}


SQLITE = Dialect(
    index=Fts5Index(),
    numbers="SELECT value FROM json_each(?)",
    names="SELECT value FROM json_each(?)",
    as_list="json_group_array(name)",
    days_between="julianday({later}) - julianday({earlier})",
)
POSTGRES = Dialect(
    index=VectorIndex(),
    numbers="SELECT value::bigint FROM json_array_elements_text(?::json)",
    names="SELECT value FROM json_array_elements_text(?::json)",
    as_list="coalesce(json_agg(name), '[]')",
    days_between="extract(epoch FROM {later} - {earlier})::double precision / 86400",
    go_on_counting=(
        "SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) FROM {table} HAVING count(*) > 0"
    ),
)
DIALECTS = {"sqlite": SQLITE, "postgres": POSTGRES}  # by Tortoise's names


def dialect() -> Dialect:
    """That of the open database."""
    return DIALECTS[writer().capabilities.dialect]
