"""The loop that looks after watched links; what it finds out is brought to the chats like any other answer."""

import asyncio
from functools import partial

from bot.rounds import repeat
from bot.services.ports import Ports
from bot.services.watching import look_after_watches

LOOK_EVERY = 5.0  # seconds


async def keep_watch(ports: Ports, every: float = LOOK_EVERY) -> None:
    """Watch until cancelled."""
    await repeat(partial(_look_and_rest, ports, every), "watcher")


async def _look_and_rest(ports: Ports, every: float) -> None:
    if await ports.leases.take(f"watches {ports.bot_id}"):
        await look_after_watches(ports)
    await asyncio.sleep(every)
