"""The queue of many processes: a job of procrastinate for each snapshot, in the database that they share.

The rows say what is to be captured, the jobs who does it. Either may be lost: a process dies between the two, a link
is deleted, the database restarts. So nothing is kept in step by hand: whoever looks gives jobs to the rows that have
none, and takes away the jobs that no row wants.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job
from procrastinate.jobs import Status as JobState

from bot.bell import Bell
from bot.rounds import repeat
from models.database import transaction
from models.errors import DatabaseLost
from models.jobs import QUEUE, TASK, find_state, job_name, list_idle_jobs, list_jobless
from models.queue import claim_this
from models.snapshots import ACTIVE
from models.tables import Snapshot

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # for rows that somebody else queued
POLL_EVERY = 5.0  # for jobs of which no notification came
BEAT_EVERY, DEAD_AFTER = 2.0, 7.0  # seconds between a worker's heartbeats, and without one
LOOK_FOR_DEAD_EVERY = 1.0
LET_FINISH = 3.0  # seconds for captures when the end comes
AT_ONCE = 50  # while nobody else writes
CONNECTIONS = 3
CONNECT_WITHIN = 3.0  # seconds, else the database is away; a worker that ends waits so long for its goodbye
NAME = {"application_name": "snapkeep jobs"}

LONGEST_PAUSE = 60


class GrowingPauses(BaseRetryStrategy):
    """2, 4, 8 … seconds: whatever went wrong is tried again, and it is the row that is given up in the end."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002
        """When to try again."""
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 10), LONGEST_PAUSE)})


class TryAgain(Exception):
    """Not over: the browser failed, or another worker seems to have the snapshot still."""


class JobQueue:
    """Jobs of procrastinate, one a snapshot; of a link's jobs one runs at a time."""

    lease_seconds = 8.0  # workers are known to be dead by then

    def __init__(self, app: App, holder: str, clock: Callable[[], datetime], work: Bell) -> None:
        self._app = app
        self._holder = holder
        self._clock = clock
        self._work = work

    async def serve(
        self, capture: Callable[[Snapshot], Awaitable[None]], at_once: int, check: Callable[[], Awaitable[None]]
    ) -> None:
        """Hand out what waits until cancelled; the worker ends when the server restarts, and begins anew."""

        async def take(snapshot_id: int) -> None:
            await check()
            await self._take(snapshot_id, capture)

        self._app.task(name=TASK, queue=QUEUE, retry=GrowingPauses())(take)

        async def work() -> None:
            try:
                await self._run_worker(at_once)
            except ConnectorException as error:
                task = asyncio.current_task()
                if task is not None and task.cancelling():  # which the worker forgets when it cannot say goodbye
                    raise asyncio.CancelledError from error
                raise DatabaseLost(f"PostgreSQL cannot be reached: {error.__cause__ or error}") from error

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(repeat(work, "capture worker"), name="jobs")
            tasks.create_task(repeat(self._revive, "reviver"), name="jobs of dead workers")

    async def _run_worker(self, at_once: int) -> None:
        await self._app.run_worker_async(
            queues=[QUEUE],
            concurrency=at_once,
            fetch_job_polling_interval=POLL_EVERY,
            shutdown_graceful_timeout=LET_FINISH,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=BEAT_EVERY,
            stalled_worker_timeout=DEAD_AFTER,
        )

    async def look_after(self) -> None:
        """Keep rows and jobs together until cancelled."""
        await repeat(self._reconcile, "jobs")

    async def _take(self, snapshot_id: int, capture: Callable[[Snapshot], Awaitable[None]]) -> None:
        if not await self._is_wanted(snapshot_id):
            return
        snapshot = await claim_this(snapshot_id, self._holder, self.lease_seconds, self._clock())
        if snapshot is not None:
            await capture(snapshot)
        if await self._is_wanted(snapshot_id):
            raise TryAgain

    async def _is_wanted(self, snapshot_id: int) -> bool:
        """Whether a snapshot is still to be captured: it may be finished, or its link in the bin."""
        return await find_state(snapshot_id) in ACTIVE

    async def _reconcile(self) -> None:
        with _translated():
            if await list_jobless(self._clock(), 1):
                while await self._give_jobs() == AT_ONCE:
                    pass
            for job_id in await list_idle_jobs(AT_ONCE):
                await self._app.job_manager.cancel_job_by_id_async(job_id, delete_job=True)
        await self._work.wait(LOOK_EVERY)

    async def _give_jobs(self) -> int:
        """One process at a time: a job that another one has given, and that runs already, would be given again."""
        async with transaction():
            jobless = await list_jobless(self._clock(), AT_ONCE)
            for row in jobless:
                await self._defer(row.snapshot_id, row.link_id, row.place)
        return len(jobless)

    async def _defer(self, snapshot_id: int, link_id: int, place: int) -> None:
        """Queue a job: the first of each chat before the second of any, and so on."""
        job = self._app.configure_task(
            TASK, queue=QUEUE, lock=f"link {link_id}", queueing_lock=job_name(snapshot_id), priority=1 - place
        )
        with suppress(AlreadyEnqueued):  # another process looked, too
            await job.defer_async(snapshot_id=snapshot_id)

    async def _revive(self) -> None:
        """Queue again what dead workers had."""
        await asyncio.sleep(LOOK_FOR_DEAD_EVERY)
        with _translated():
            for job in await self._app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_AFTER):
                log.warning("job of a dead worker is queued again", extra={"job": job.id})
                await self._revive_job(job)

    async def _revive_job(self, job: Job) -> None:
        try:
            await self._app.job_manager.retry_job(job)
        except UniqueViolation:  # its snapshot has a job that waits, and that this one holds up
            await self._app.job_manager.finish_job(job, status=JobState.FAILED, delete_job=True)
        except ConnectorException as error:
            log.info("another process was first", extra={"job": job.id, "reason": str(error)})


@asynccontextmanager
async def open_jobs(url: str, holder: str, clock: Callable[[], datetime], work: Bell) -> AsyncIterator[JobQueue]:
    """The queue of the database at that address."""
    connector = PsycopgConnector(conninfo=url, min_size=1, max_size=CONNECTIONS, timeout=CONNECT_WITHIN, kwargs=NAME)
    app = App(connector=connector)
    with _translated():
        await app.open_async()
    try:
        yield JobQueue(app, holder, clock, work)
    finally:
        await app.close_async()


@contextmanager
def _translated() -> Iterator[None]:
    """Procrastinate's word for a database that is away is not ours."""
    try:
        yield
    except ConnectorException as error:
        raise DatabaseLost(f"PostgreSQL cannot be reached: {error.__cause__ or error}") from error
