"""Values that PostgreSQL does not take as SQLite does."""

import re
from collections.abc import Sequence

NUL = "\x00"  # PostgreSQL's texts end there
ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
JSON_TYPES = ("json", "jsonb")


def storable(values: Sequence[object] | None) -> list[object] | None:
    """The values without the one character that no text of PostgreSQL has."""
    if values is None:
        return None
    return [value.replace(NUL, "") if isinstance(value, str) and NUL in value else value for value in values]


def keep_json(document: str) -> str:
    """A JSON document, likewise."""
    return ESCAPED_NUL.sub(r"\1", document) if "\\u0000" in document else document


def read_json(document: str) -> str:
    """A JSON document as Tortoise wants it: a text."""
    return document
