"""The capture workers of one process: they claim rows, keep their leases alive and tell which step is done."""

import asyncio
import logging

from bot.bell import Bell
from bot.errors import MessengerError
from bot.services.capturing import capture_snapshot, give_up_internally
from bot.services.cards import ProgressCard
from bot.services.delivering import target_of
from bot.services.ports import Messenger, Ports
from capture.types import Engine, Step
from models.deliveries import list_of_snapshot
from models.queue import claim_snapshot, release_snapshot, renew_lease, set_step
from models.tables import Snapshot

log = logging.getLogger(__name__)

LEASE_SECONDS = 15.0  # a killed worker's captures begin again after this long
RENEW_EVERY = 4.0
LOOK_EVERY = 2.0  # for rows that somebody else queued, and for leases that ran out
PROGRESS_EVERY = 1.0  # Telegram takes about one message a second in a chat
PAUSE_AFTER_FAILURE = 1.0


class ProgressTeller:
    """Tells the people who wait which step their capture is at, at most once a second, the newest step only."""

    def __init__(self, snapshot: Snapshot, messenger: Messenger | None) -> None:
        self._snapshot = snapshot
        self._messenger = messenger
        self._step: Step | None = None
        self._bell = Bell()
        self._has_ended = False

    def reach(self, step: Step) -> None:
        """The capture is at this step now."""
        self._step = step
        self._bell.ring()

    def end(self) -> None:
        """The capture is over. What is being told is told to its end, so that no late edit follows the answer."""
        self._has_ended = True
        self._bell.ring()

    async def run(self) -> None:
        """Tell every step until the end."""
        while not self._has_ended:
            await self._bell.wait(PROGRESS_EVERY)
            step, self._step = self._step, None
            if step is not None and not self._has_ended:
                await self._tell(step)
                await self._bell.wait(PROGRESS_EVERY)

    async def _tell(self, step: Step) -> None:
        await set_step(self._snapshot, step)
        if self._messenger is None:
            return
        progress = ProgressCard(self._snapshot.url, step)
        for delivery in await list_of_snapshot(self._snapshot.id):
            if delivery.message_id is None or delivery.bot_id != self._messenger.bot_id:
                continue
            try:
                await self._messenger.show_progress(target_of(delivery), delivery.message_id, progress)
            except MessengerError as error:  # progress is a courtesy; the answer follows anyway
                log.debug("progress not told", extra={"snapshot": self._snapshot.id, "reason": str(error)})


class CaptureWorkers:
    """So many captures at a time, claimed from the rows."""

    def __init__(
        self,
        engine: Engine,
        ports: Ports,
        messenger: Messenger | None,
        bells: tuple[Bell, Bell],
        holder: str,
        seconds: float,
    ) -> None:
        self._engine = engine
        self._ports = ports
        self._messenger = messenger
        self._work, self._done = bells  # rung when there is work, and when an answer is ready
        self._holder = holder
        self._seconds = seconds

    async def run(self, captures: int) -> None:
        """Work until cancelled; what is under way then is given back to the queue."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(captures):
                tasks.create_task(self._slot(), name=f"capture slot {number}")

    async def _slot(self) -> None:
        while True:
            try:
                snapshot = await claim_snapshot(self._holder, LEASE_SECONDS, self._ports.clock())
                if snapshot is None:
                    await self._work.wait(LOOK_EVERY)
                else:
                    await self._capture(snapshot)
            except Exception:
                # The door of the worker loop: a failed round must not end the service.
                log.exception("capture worker failed")
                await asyncio.sleep(PAUSE_AFTER_FAILURE)

    async def _capture(self, snapshot: Snapshot) -> None:
        teller = ProgressTeller(snapshot, self._messenger)
        try:
            async with asyncio.TaskGroup() as tasks:
                keeper = tasks.create_task(self._keep_lease(snapshot), name=f"lease {snapshot.id}")
                tasks.create_task(teller.run(), name=f"progress {snapshot.id}")
                try:
                    await capture_snapshot(snapshot, self._engine, self._ports, teller.reach, self._seconds)
                finally:
                    keeper.cancel()
                    teller.end()
        except asyncio.CancelledError:
            await release_snapshot(snapshot)
            raise
        except Exception:
            # A fault of ours: the person gets an answer all the same.
            log.exception("capture failed unexpectedly", extra={"snapshot": snapshot.id})
            await give_up_internally(snapshot, self._ports)
        self._done.ring()

    async def _keep_lease(self, snapshot: Snapshot) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            await renew_lease(snapshot, self._ports.clock(), LEASE_SECONDS)
