"""Regular expressions that stand in tables: compiled once each; there are more than the library's own cache holds."""

from functools import cache

import regex


def match_whole(pattern: str, text: str) -> regex.Match[str] | None:
    """Match all of the text."""
    return _compile(pattern).fullmatch(text)


@cache
def _compile(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
