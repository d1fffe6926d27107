"""The loop that brings answers to the chats, one chat's after another's, chats side by side."""

import asyncio
import logging
from itertools import groupby
from operator import attrgetter

from bot.bell import Bell
from bot.services.delivering import deliver_in_order
from bot.services.ports import Messenger, Ports
from models.deliveries import list_due
from models.tables import Delivery

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # for deliveries whose pause is over, and for answers that another process finished
AT_ONCE = 100
PAUSE_AFTER_FAILURE = 1.0

by_chat = attrgetter("chat_telegram_id")


class Deliverer:
    """Delivers what is due for one bot."""

    def __init__(self, ports: Ports, messenger: Messenger, done: Bell) -> None:
        self._ports = ports
        self._messenger = messenger
        self._done = done
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                due = await list_due(self._messenger.bot_id, self._ports.clock(), AT_ONCE)
                for chat_id, deliveries in groupby(sorted(due, key=by_chat), key=by_chat):
                    if chat_id not in self._busy:
                        self._busy.add(chat_id)
                        tasks.create_task(self._serve(chat_id, list(deliveries)), name=f"answers to {chat_id}")
                await self._done.wait(LOOK_EVERY)

    async def _serve(self, chat_id: int, deliveries: list[Delivery]) -> None:
        try:
            await deliver_in_order(deliveries, self._ports, self._messenger)
        except Exception:
            # The door of the delivery loop: one chat's trouble must not end the others' answers.
            log.exception("delivery failed", extra={"chat": chat_id})
            await asyncio.sleep(PAUSE_AFTER_FAILURE)
        finally:
            self._busy.discard(chat_id)
