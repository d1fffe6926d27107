"""The capture workers of one process: they are handed snapshots, keep their leases and tell which step is done."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from bot.bell import Bell
from bot.errors import MessengerError
from bot.queues import Queue
from bot.services.capturing import capture_snapshot, give_up_internally
from bot.services.cards import ProgressCard
from bot.services.delivering import target_of
from bot.services.ports import Messenger, Ports
from bot.services.refreshing import admit_missing
from bot.services.tracing import doing
from bot.services.waiting import wait_for_room
from capture.errors import CaptureError
from capture.groups import TaskGroup
from capture.types import Capture, CaptureRequest, Engine, OnStep, Step
from models.deliveries import list_of_snapshot
from models.errors import DatabaseLost, ModelError, StoreUnreachable
from models.queue import release_snapshot, renew_lease, set_step
from models.tables import Delivery, Snapshot, Status

log = logging.getLogger(__name__)

RENEWALS = 4  # while a lease lasts
PROGRESS_EVERY = 1.0  # Telegram takes about one message a second in a chat


class ProgressTeller:
    """Tells the people who wait which step their capture is at, at most once a second, the newest step only."""

    def __init__(self, snapshot: Snapshot, messenger: Messenger | None) -> None:
        self._snapshot = snapshot
        self._messenger = messenger
        self._step: Step | None = None
        self._told: dict[int, Step] = {}  # by delivery
        self._bell = Bell()
        self._ending = asyncio.Event()
        self._ended = asyncio.Event()

    def reach(self, step: Step) -> None:
        """The capture is at this step now."""
        self._step = step
        self._bell.ring()

    def end(self) -> None:
        """The capture is over: nothing more is told."""
        self._ending.set()
        self._bell.ring()

    async def wait(self) -> None:
        """Return when what was being told at the end has been told."""
        await self._ended.wait()

    async def run(self) -> None:
        """Tell the steps until the end."""
        try:
            while not self._ending.is_set():
                await self._bell.wait(PROGRESS_EVERY)
                step, self._step = self._step, None
                if step is not None and not self._ending.is_set():
                    is_told = await self._tell(step)
                    await self._pause()
                    if not is_told:
                        self._step = self._step or step
        finally:
            self._ended.set()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PROGRESS_EVERY):
                await self._ending.wait()
        except TimeoutError:
            return

    async def _tell(self, step: Step) -> bool:
        """Tell everybody who waits; False where somebody's acknowledgement is still on its way."""
        try:
            if not await set_step(self._snapshot, step):  # somebody else's now, who may have answered
                self.end()
                return True
            waiting = await list_of_snapshot(self._snapshot.id) if self._messenger else []
        except ModelError as error:  # progress is a courtesy; the answer follows anyway
            log.debug("progress not told", extra={"snapshot": self._snapshot.id, "reason": str(error)})
            return True
        for delivery in waiting:
            await self._tell_one(delivery, step)
        return all(delivery.message_id is not None for delivery in waiting)

    async def _tell_one(self, delivery: Delivery, step: Step) -> None:
        if self._messenger is None or delivery.bot_id != self._messenger.bot_id or delivery.message_id is None:
            return
        if self._ending.is_set() or self._told.get(delivery.id) is step:
            return
        self._told[delivery.id] = step
        try:
            progress = ProgressCard(self._snapshot.url, step)
            await self._messenger.show_progress(target_of(delivery), delivery.message_id, progress)
        except MessengerError as error:
            log.debug("progress not told", extra={"delivery": delivery.id, "reason": str(error)})


class TellingEngine(Engine):
    """An engine whose captures end when the telling has ended: no late progress may overwrite the answer."""

    def __init__(self, engine: Engine, teller: ProgressTeller) -> None:
        self._engine = engine
        self._teller = teller

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        """Get one page, and tell to its end what is being told of it."""
        async with AsyncExitStack() as stack:
            try:
                capture = await stack.enter_async_context(self._engine.visit(request, on_step))
            except CaptureError:
                await self._hush()
                raise
            await self._hush()
            yield capture

    async def _hush(self) -> None:
        self._teller.end()
        await self._teller.wait()


class CaptureWorkers:
    """So many captures at a time, handed out by the queue."""

    def __init__(
        self, engine: Engine, ports: Ports, messenger: Messenger | None, queue: Queue, done: Bell, seconds: float
    ) -> None:
        self._engine = engine
        self._ports = ports
        self._messenger = messenger
        self._queue = queue
        self._done = done  # rung when an answer is ready
        self._seconds = seconds
        self._is_store_away = False

    async def run(self, captures: int) -> None:
        """Work until cancelled; what is under way then is given back to the queue."""
        await self._queue.serve(self._capture, captures, self._check)

    async def _check(self) -> None:
        """Raise where nothing could be stored: no page is visited for nothing; the pause is the queue's."""
        if self._is_store_away:
            await self._ports.blobs.check()
            self._is_store_away = False

    async def _capture(self, snapshot: Snapshot) -> None:
        with doing(self._ports.tracer, "capture", snapshot, attempt=snapshot.attempt):
            log.info("capture begun")
            await self._capture_once(snapshot)

    async def _capture_once(self, snapshot: Snapshot) -> None:
        try:
            status = await self._attend(snapshot)
            if status is Status.QUEUED:
                await wait_for_room(snapshot, self._ports, self._messenger)
            elif self._messenger is not None:
                await admit_missing(snapshot.id, self._ports, self._messenger)
        except asyncio.CancelledError:
            with suppress(ModelError):  # else it is the lease that ends, and never the end that is lost
                await release_snapshot(snapshot)
            raise
        except StoreUnreachable:
            self._is_store_away = True
            await release_snapshot(snapshot, is_innocent=True)
            raise
        except DatabaseLost:  # the lease ends by itself, and the page is captured again
            raise
        except Exception:
            # A fault of ours: the person gets an answer all the same.
            log.exception("capture failed unexpectedly", extra={"snapshot": snapshot.id})
            await give_up_internally(snapshot, self._ports)
        self._done.ring()

    async def _attend(self, snapshot: Snapshot) -> Status:
        """Capture a snapshot, and meanwhile keep its lease and tell how far it is."""
        teller = ProgressTeller(snapshot, self._messenger)
        engine = TellingEngine(self._engine, teller)
        try:
            async with TaskGroup() as tasks:
                keeper = tasks.create_task(self._keep_lease(snapshot), name=f"lease {snapshot.id}")
                tasks.create_task(teller.run(), name=f"progress {snapshot.id}")
                try:
                    return await capture_snapshot(
                        snapshot, engine, self._ports, teller.reach, self._seconds, self._done.ring
                    )
                finally:
                    keeper.cancel()
                    teller.end()
        except ExceptionGroup as group:  # as which a TaskGroup hands on whatever happened
            raise group.exceptions[0] from group

    async def _keep_lease(self, snapshot: Snapshot) -> None:
        is_ours = True
        while is_ours:
            await asyncio.sleep(self._queue.lease_seconds / RENEWALS)
            try:
                is_ours = await renew_lease(snapshot, self._ports.clock(), self._queue.lease_seconds)
            except ModelError:  # the lease outlives a few missed renewals
                log.exception("lease not renewed", extra={"snapshot": snapshot.id})
