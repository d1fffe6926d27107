"""Carrying every row from one database to another, of either kind, with both open at once.

Rows are read and written in the order of their keys, so what is there of a move that was interrupted is a beginning
of what has to be: it is compared, and the rest follows. The text index is made anew, as for a new tokeniser.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar

from tortoise.models import Model

from models import tables
from models.database import open_database, transaction, writer
from models.dialects import dialect
from models.errors import PlaceTaken

T = TypeVar("T")
Row = dict[str, Any]
Key = int | str | None
NUL = "\\u0000"  # in JSON; no text of PostgreSQL has it
BATCH = 500
AFRESH = {"indexed_with": 0}  # not carried: each database makes an index of its own kind
MOMENTARY = (Model, tables.Lease, tables.Pace)  # what processes agree on while they run
# Each after those that it refers to, which is the order in which they are defined.
TABLES: tuple[type[Model], ...] = tuple(
    table
    for table in vars(tables).values()
    if isinstance(table, type) and issubclass(table, Model) and table not in MOMENTARY
)


@dataclass(frozen=True, slots=True)
class Place:
    """An open database beside another one: which of them is meant, Tortoise keeps in the context of a task."""

    context: Context = field(default_factory=copy_context)

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something with this database."""
        try:
            async with asyncio.TaskGroup() as tasks:
                task = tasks.create_task(work, name="at a place", context=self.context)
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        return task.result()


@asynccontextmanager
async def open_place(url: str) -> AsyncIterator[Place]:
    """Open a database beside others; raises what `open_database` does."""
    place, database = Place(), open_database(url)
    await place.do(_enter(database))
    try:
        yield place
    finally:
        await place.do(_leave(database))


@dataclass(frozen=True, slots=True)
class Moved:
    """How one table came over."""

    table: str
    rows: int
    digest: str  # of all its rows, in either database


async def move_rows(source: Place, target: Place) -> list[Moved]:
    """Carry all rows over, and compare them; `PlaceTaken` where something else stands in the target."""
    for model in TABLES:  # all of them before the first row is written
        await _compare(model, source, target, await target.do(_last_key(model)))
    for model in TABLES:
        await _carry(model, source, target)
    return [await _compare(model, source, target, await source.do(_last_key(model))) for model in TABLES]


async def _carry(model: type[Model], source: Place, target: Place) -> None:
    last = await target.do(_last_key(model))
    while rows := await source.do(_read(model, last)):
        await target.do(_write(model, rows))
        last = _key(model, rows[-1])
    await target.do(_go_on_counting(model))


async def _compare(model: type[Model], source: Place, target: Place, last: Key) -> Moved:
    """Both up to that key: in the end all of them, and before that what an interrupted move has left."""
    ours, theirs = await source.do(_digest(model, last)), await target.do(_digest(model, last))
    if ours != theirs:
        raise PlaceTaken(f"the table {ours.table} has other rows there than here")
    return ours


async def _digest(model: type[Model], last: Key) -> Moved:
    digest, count, key = sha256(), 0, None
    while last is not None and (rows := await _read(model, key, last)):
        for row in rows:
            digest.update(_canonical(model, row))
        count, key = count + len(rows), _key(model, rows[-1])
    return Moved(model._meta.db_table, count, digest.hexdigest())


async def _last_key(model: type[Model]) -> Key:
    query = f'SELECT max("{model._meta.db_pk_column}") AS last FROM {_name(model)}'  # noqa: S608 - our own names
    (found,) = await writer().execute_query_dict(query)
    last: Key = found["last"]
    return last


async def _read(model: type[Model], after: Key, last: Key = None) -> list[Row]:
    """The next rows by their key, as the columns are named."""
    key = f'"{model._meta.db_pk_column}"'
    bounds = [(f"{key} {sign} ?", value) for sign, value in ((">", after), ("<=", last)) if value is not None]
    condition = "WHERE " + " AND ".join(bound for bound, _ in bounds) if bounds else ""
    query = f"SELECT * FROM {_name(model)} {condition} ORDER BY {key} LIMIT {BATCH}"  # noqa: S608 - our own names
    return await writer().execute_query_dict(query, [value for _, value in bounds])


async def _write(model: type[Model], rows: Sequence[Row]) -> None:
    async with transaction():
        await model.bulk_create([model(**(_values(model, row) | _afresh(model))) for row in rows])


async def _go_on_counting(model: type[Model]) -> None:
    """The next row gets a number above those that came with the rows."""
    meta, query = model._meta, dialect().go_on_counting
    if query and meta.pk.generated:
        await writer().execute_query(query.format(table=meta.db_table, key=meta.db_pk_column))


def _values(model: type[Model], row: Row) -> dict[str, Any]:
    """What the columns mean, by the names of the fields."""
    meta = model._meta
    return {
        name: meta.fields_map[name].to_python_value(row[column]) for name, column in meta.fields_db_projection.items()
    }


def _afresh(model: type[Model]) -> dict[str, Any]:
    return {name: value for name, value in AFRESH.items() if name in model._meta.fields_db_projection}


def _canonical(model: type[Model], row: Row) -> bytes:
    """A row in the same words, whichever database it stands in."""
    values = _values(model, row) | _afresh(model)
    return (
        json.dumps(values, sort_keys=True, default=_in_words, ensure_ascii=False)
        .replace(NUL, "")
        .encode("utf-8", "replace")
    )


def _in_words(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _key(model: type[Model], row: Row) -> Key:
    key: Key = row[model._meta.db_pk_column]
    return key


def _name(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


async def _enter(database: AbstractAsyncContextManager[None]) -> None:
    await database.__aenter__()


async def _leave(database: AbstractAsyncContextManager[None]) -> None:
    await database.__aexit__(None, None, None)
