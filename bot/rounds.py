"""Rounds: work that is done again and again. One that fails is logged and does not end the service."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from models.errors import DatabaseLost

T = TypeVar("T")

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds after a failure, doubled while it lasts


def lengthen(pause: float) -> float:
    """The pause after one more failure: however long the trouble lasted, its end is noticed within half a minute."""
    return min(pause * 2, LONGEST_PAUSE)


async def repeat(do_round: Callable[[], Awaitable[None]], name: str) -> None:
    """Do rounds until cancelled: a full disk or a busy database is waited out, and what is written down waits too."""
    pause = FIRST_PAUSE
    while True:
        try:
            await do_round()
            pause = FIRST_PAUSE
        except DatabaseLost as error:
            log.warning("%s has to wait: %s", name, error)
            await asyncio.sleep(FIRST_PAUSE)
        except (Exception, asyncio.CancelledError) as error:
            # The door of every loop of the service. What somebody else's end has cancelled is not the loop's own end.
            task = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
                raise
            log.exception("%s failed, again in %.0f s", name, pause)
            await asyncio.sleep(pause)
            pause = lengthen(pause)


async def insist(do: Callable[[], Awaitable[T]]) -> T:
    """Do what can be done twice until the database is there to do it: afterwards nobody else would."""
    while True:
        try:
            return await do()
        except DatabaseLost as error:
            log.warning("work has to wait: %s", error)
            await asyncio.sleep(FIRST_PAUSE)
