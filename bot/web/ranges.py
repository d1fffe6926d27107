"""The Range header of RFC 9110, as far as one range."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to but not including `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start

    @property
    def is_satisfiable(self) -> bool:
        """Whether there is at least one byte in it; else the answer is 416."""
        return self.length > 0


def parse_range(header: str, size: int) -> Span | None:
    """Read what part of `size` bytes is asked for; `None` means all: no, several or unreadable ranges."""
    match = _ONE_RANGE.fullmatch(header)
    if match is None:
        return None
    first, last = match.groups()
    if first:
        if last and int(last) < int(first):
            return None
        return Span(int(first), min(int(last) + 1, size) if last else size)
    return Span(max(size - int(last), 0), size) if last else None
