"""The loop that brings answers to the chats, one chat's after another's, chats side by side."""

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from operator import attrgetter

from bot.bell import Bell
from bot.rounds import repeat
from bot.services.delivering import deliver, put_aside
from bot.services.ports import Messenger, Ports
from bot.services.tracing import doing
from models.deliveries import list_due
from models.errors import DatabaseLost, ModelError
from models.tables import Delivery

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # for deliveries whose pause is over, and for answers that another process finished
AT_ONCE = 100
PAUSE_AFTER_FAILURE = 1.0
LET_FINISH = 5.0  # seconds for what is being sent when the end comes: an acknowledgement is then not sent twice

by_chat = attrgetter("chat_telegram_id")


class Deliverer:
    """Delivers what is due for one bot."""

    def __init__(self, ports: Ports, messenger: Messenger, done: Bell, *, at_once: int = AT_ONCE) -> None:
        self._ports = ports
        self._messenger = messenger
        self._done = done
        self._at_once = at_once
        self._busy: dict[int, asyncio.Task[None]] = {}  # chats that are being served, or rest
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            try:
                await repeat(partial(self._look, tasks), "deliverer")
            finally:
                self._ending.set()
                if self._busy:
                    await asyncio.wait(self._busy.values(), timeout=LET_FINISH)

    async def _look(self, tasks: asyncio.TaskGroup) -> None:
        due = await list_due(self._messenger.bot_id, self._ports.clock(), self._at_once, self._busy)
        for chat_id, deliveries in groupby(sorted(due, key=by_chat), key=by_chat):
            serving = self._serve(chat_id, list(deliveries))
            self._busy[chat_id] = tasks.create_task(serving, name=f"answers to {chat_id}")
        await self._done.wait(LOOK_EVERY)

    async def _serve(self, chat_id: int, deliveries: Iterable[Delivery]) -> None:
        try:
            for delivery in await self._own(chat_id, deliveries):
                if self._ending.is_set():
                    return
                if pause := await self._deliver(delivery):
                    await self._rest(pause)
                    return
        except Exception:
            # The door of the delivery loop: one chat's trouble must not end the others' answers.
            log.exception("deliveries failed", extra={"chat": chat_id})
            await self._rest(PAUSE_AFTER_FAILURE)
        finally:
            await self._leave(chat_id)

    async def _leave(self, chat_id: int) -> None:
        try:
            await self._ports.leases.drop(self._lease(chat_id))
        except ModelError as error:  # it ends by itself
            log.info("lease not dropped", extra={"chat": chat_id, "reason": str(error)})
        finally:
            del self._busy[chat_id]
            self._done.ring()  # another answer for this chat may have become due meanwhile

    async def _own(self, chat_id: int, deliveries: Iterable[Delivery]) -> Iterable[Delivery]:
        """What is due in a chat, which is served by one process at a time: where that is another one, nothing."""
        if not self._ports.leases.is_shared:
            return deliveries
        if not await self._ports.leases.take(self._lease(chat_id)):
            await self._rest(LOOK_EVERY)
            return ()
        # Somebody else may have had the chat since these were read.
        return await list_due(self._messenger.bot_id, self._ports.clock(), self._at_once, only_chat=chat_id)

    def _lease(self, chat_id: int) -> str:
        return f"answers {self._messenger.bot_id} {chat_id}"

    async def _deliver(self, delivery: Delivery) -> float:
        with doing(self._ports.tracer, "deliver", delivery.snapshot, delivery=delivery.id):
            return await self._deliver_step(delivery)

    async def _deliver_step(self, delivery: Delivery) -> float:
        try:
            return await deliver(delivery, self._ports, self._messenger)
        except DatabaseLost as error:  # which is nothing that the answer could help
            log.warning("delivery has to wait", extra={"delivery": delivery.id, "reason": str(error)})
            return PAUSE_AFTER_FAILURE
        except Exception:
            # And one answer's trouble must not end the others of its chat.
            log.exception("delivery failed", extra={"delivery": delivery.id})
            await put_aside(delivery, self._ports)
            return PAUSE_AFTER_FAILURE

    async def _rest(self, seconds: float) -> None:
        """Let a chat be, unless the end comes."""
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            return
