"""Weighing: how much room a library takes, of how much it may."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from models.snapshots import used_bytes

WEIGHED_FOR = 60.0  # seconds: adding up the files of a large library takes longer than all else on its page


@dataclass(frozen=True, slots=True)
class Room:
    """What is used of what there is, in bytes."""

    used_bytes: int
    max_bytes: int


class Scales:
    """Remembers for a minute what a library weighed."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._weighed: dict[int, tuple[float, int]] = {}

    async def weigh(self, chat_id: int, max_bytes: int) -> Room:
        """Return how full a library is, or was within the last minute."""
        at, used = self._weighed.get(chat_id, (0.0, 0))
        if chat_id not in self._weighed or self._clock() - at > WEIGHED_FOR:
            used = await used_bytes(chat_id)
            self._weighed[chat_id] = (self._clock(), used)
        return Room(used, max_bytes)
