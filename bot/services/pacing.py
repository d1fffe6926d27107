"""Pacing: Telegram's limits hold for a bot, however many processes it is made of."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from models.errors import ModelError
from models.paces import hold_pace, use_pace

log = logging.getLogger(__name__)

OVERALL, OVERALL_SECONDS = 30, 1.0  # Bot API FAQ: messages a second
GROUP, GROUP_SECONDS = 20, 60.0  # and in one group or channel a minute


class Pace(Protocol):
    """Waits until it is this process's turn to say something."""

    async def keep(self, chat_id: object) -> None:
        """Wait until another message may go to a chat."""
        ...

    async def rest(self, seconds: float | timedelta) -> None:
        """Telegram has asked for a pause."""
        ...


class OwnPace:
    """That of a process which is alone: the library's own limiter is enough."""

    async def keep(self, chat_id: object) -> None:
        """Nobody else sends anything."""

    async def rest(self, seconds: float | timedelta) -> None:
        """Nobody else has to know."""


OWN_PACE = OwnPace()


class SharedPace:
    """That of one of several processes, which count their messages in the database."""

    def __init__(self, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._name = f"telegram {bot_id}"
        self._clock = clock

    async def keep(self, chat_id: object) -> None:
        """Wait until another message may go to a chat; while the database is away, each process keeps its own pace."""
        now = self._clock().timestamp()
        try:
            pause = await use_pace(self._name, now, uses=OVERALL, seconds=OVERALL_SECONDS)
            if str(chat_id).startswith(("-", "@")):
                group = f"{self._name} {chat_id}"
                pause = max(pause, await use_pace(group, now, uses=GROUP, seconds=GROUP_SECONDS))
        except ModelError as error:
            log.warning("pace not shared", extra={"reason": str(error)})
            return
        await asyncio.sleep(pause)

    async def rest(self, seconds: float | timedelta) -> None:
        """Telegram has asked for a pause: nobody says anything before it is over."""
        pause = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        try:
            await hold_pace(self._name, self._clock().timestamp() + pause)
        except ModelError as error:
            log.warning("pause not shared", extra={"reason": str(error)})
