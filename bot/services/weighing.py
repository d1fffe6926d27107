"""Weighing: how much room a library takes, of how much it may."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from time import monotonic

from models.usage import Marks, added_bytes, find_marks, used_bytes

SHOWN_FOR = 60.0  # seconds: a page shows what was known a moment ago
WEIGHED_FOR = 600.0  # going through the files of a large library takes longer than all else on its page


@dataclass(frozen=True, slots=True)
class Room:
    """What is used of what there is, in bytes."""

    used_bytes: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class _Weight:
    used: int
    marks: Marks  # up to where that was counted
    weighed_at: float
    counted_at: float


class Scales:
    """Remembers what each library weighed, and adds what has come since: saving must not cost more in a large one."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._weights: dict[int, _Weight] = {}
        self._grown_at = -inf

    async def glance(self, chat_id: int) -> int:
        """How much room a library takes, or took within the last minute; what was kept here since is counted."""
        known = self._weights.get(chat_id)
        if known is not None and known.counted_at >= max(self._clock() - SHOWN_FOR, self._grown_at):
            return known.used
        return await self._count(chat_id)

    async def is_full(self, chat_id: int, max_bytes: int) -> bool:
        """Whether a library has used up what it may; nobody is turned away without weighing."""
        return await self._count(chat_id) >= max_bytes and await self._weigh(chat_id) >= max_bytes

    def grow(self) -> None:
        """Count what is new when asked next: a page has been kept here."""
        self._grown_at = self._clock()

    def forget(self) -> None:
        """Weigh anew when asked next: something has gone."""
        self._weights.clear()

    async def _count(self, chat_id: int) -> int:
        """At most too much: what came since counts, even where the same bytes were there before."""
        known = self._weights.get(chat_id)
        if known is None or self._clock() - known.weighed_at > WEIGHED_FOR:
            return await self._weigh(chat_id)
        added, marks = await added_bytes(chat_id, known.marks)
        # Whoever else has counted since has added the same: what is written is what was read, and this.
        counted = replace(known, used=known.used + added, marks=marks, counted_at=self._clock())
        self._weights[chat_id] = counted
        return counted.used

    async def _weigh(self, chat_id: int) -> int:
        marks = await find_marks()  # first: what comes meanwhile counts twice, and never not at all
        used, now = await used_bytes(chat_id), self._clock()
        self._weights[chat_id] = _Weight(used, marks, now, now)
        return used
