"""Waiting for what other tasks bring about."""

import asyncio
from collections.abc import Awaitable, Callable

LOOK_EVERY = 0.01


async def until(is_so: Callable[[], bool], seconds: float = 8, *, look_every: float = LOOK_EVERY) -> None:
    """Return when something has come about; TimeoutError where it does not."""

    async def look() -> bool:
        return is_so()

    await until_found(look, seconds, look_every=look_every)


async def until_found(
    look: Callable[[], Awaitable[bool]], seconds: float = 8, *, look_every: float = LOOK_EVERY
) -> None:
    """The same for what has to be looked up."""
    async with asyncio.timeout(seconds):
        while not await look():  # noqa: ASYNC110 - rows and other processes ring no bell
            await asyncio.sleep(look_every)
