"""The time that one capture has left."""

import asyncio

GRACE_SECONDS = 15.0  # after the soft limit: for the picture, the facts and the files
RESERVED_SECONDS = 1.5  # of these, for what needs no answer from the page: a page that hangs is kept as it was sent


class Budget:
    """Loading and settling end at the soft limit, everything ends at the hard one."""

    def __init__(self, seconds: float) -> None:
        self._soft_end = asyncio.get_running_loop().time() + seconds
        self.hard_end = self._soft_end + GRACE_SECONDS - RESERVED_SECONDS

    def soft(self, at_most: float) -> float:
        """Seconds for a wait on the page."""
        return max(0.0, min(at_most, self._soft_end - asyncio.get_running_loop().time()))

    def hard(self, at_most: float) -> float:
        """Seconds for the work on what is there."""
        return max(0.0, min(at_most, self.hard_end - asyncio.get_running_loop().time()))
