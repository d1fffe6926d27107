"""A bell between those who make work and those who wait for it, within one process."""

import asyncio


class Bell:
    """Wakes whoever waits; rung too often or for nothing does no harm."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """There may be work."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait for the bell, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
