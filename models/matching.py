"""What is asked of the text index, as a tree that says nothing of how an index is asked."""

from dataclasses import dataclass
from typing import TypeAlias

TEXT_COLUMNS = ("body", "title", "note", "origin", "labels")


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand in a row in one of the columns; where it is open, the last may be the beginning of one."""

    tokens: tuple[str, ...]
    columns: tuple[str, ...] = TEXT_COLUMNS
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """A token that nobody types: see `models.index_rows.scope_token`."""

    token: str
    is_open: bool = False  # any token that begins so


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    parts: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The one, and none of the others."""

    wanted: "Match"
    unwanted: tuple["Match", ...]


Match: TypeAlias = Term | Scope | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of an SQL query, and its values."""

    sql: str
    values: tuple[object, ...] = ()
