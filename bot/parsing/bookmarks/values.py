"""Single values in bookmarks: dates and tags in the many ways in which programs write them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.parsing.tags import parse_tag

_NUMBER = re.compile(r"\d{1,19}(?:\.\d+)?")
_SEPARATORS = re.compile(r"[,|;，、]")
_NO_TAG = re.compile(r"[^\w-]+")
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_UNITS = (1, 10**3, 10**6, 10**9)  # seconds, and what browsers count in


def parse_moment(value: object) -> datetime | None:
    """Seconds since 1970 or smaller units, or a date as ISO 8601 writes it; None for what is neither."""
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    if _NUMBER.fullmatch(text):
        return _from_number(float(text))
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return _within(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def parse_tag_names(value: object) -> tuple[str, ...]:
    """Tags as a list of names or of objects with names, or as one text; what is none is left out."""
    return tuple(dict.fromkeys(tag for name in _list_names(value) if (tag := _read_tag(name))))


def _from_number(number: float) -> datetime | None:
    for unit in _UNITS:
        if number / unit < _LAST.timestamp():
            return _within(datetime.fromtimestamp(number / unit, UTC))
    return None


def _within(moment: datetime) -> datetime | None:
    return moment if _FIRST <= moment < _LAST else None


def _list_names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _SEPARATORS.split(value) if _SEPARATORS.search(value) else value.split()
    elif isinstance(value, list):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str):
                yield name


def _read_tag(name: str) -> str | None:
    name = name.strip().removeprefix("#")
    return parse_tag(name) or parse_tag(_NO_TAG.sub("_", name).strip("_-"))
