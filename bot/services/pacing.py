"""Pacing: Telegram's limits hold for a bot, however many processes it is made of."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from models.errors import ModelError
from models.paces import hold_pace, use_pace

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """One call each so many seconds; so many may come at once, where none came before."""

    each: float
    burst: int


# Bot API FAQ, "My bot is hitting limits". However they fall, no more of them lie in any second or minute.
OVERALL = Limit(1 / 30, 1)  # 30 a second
GROUP = Limit(4.0, 5)  # 5 at once and 15 more: 20 a minute in one group or channel
PRIVATE = Limit(1.0, 10)  # a message a second in one chat, "short bursts" allowed; edits are not counted


class Pace(Protocol):
    """Waits until it is this process's turn to say something."""

    async def keep(self, chat_id: object, *, is_new: bool) -> None:
        """Wait until another call about a chat may be made, which brings a new message or changes one."""
        ...

    async def rest(self, seconds: float | timedelta) -> None:
        """Telegram has asked for a pause."""
        ...


class OwnPace:
    """That of a process which is alone: the library's own limiter is enough."""

    async def keep(self, chat_id: object, *, is_new: bool) -> None:
        """Nobody else sends anything."""

    async def rest(self, seconds: float | timedelta) -> None:
        """Nobody else has to know."""


OWN_PACE = OwnPace()


class SharedPace:
    """That of one of several processes, which count their messages in the database."""

    def __init__(self, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._name = f"telegram {bot_id}"
        self._clock = clock

    async def keep(self, chat_id: object, *, is_new: bool) -> None:
        """Wait until another call may be made; while the database is away, each process keeps its own pace."""
        try:
            pause = await self._use(self._name, OVERALL)
            if str(chat_id).startswith(("-", "@")):
                pause = max(pause, await self._use(f"{self._name} {chat_id}", GROUP))
            elif is_new:
                pause = max(pause, await self._use(f"{self._name} {chat_id}", PRIVATE))
        except ModelError as error:
            log.warning("pace not shared", extra={"reason": str(error)})
            return
        await asyncio.sleep(pause)

    async def _use(self, name: str, limit: Limit) -> float:
        return await use_pace(name, self._clock().timestamp(), each=limit.each, burst=limit.burst)

    async def rest(self, seconds: float | timedelta) -> None:
        """Telegram has asked for a pause: nobody says anything before it is over."""
        pause = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        try:
            await hold_pace(self._name, self._clock().timestamp() + pause)
        except ModelError as error:
            log.warning("pause not shared", extra={"reason": str(error)})
