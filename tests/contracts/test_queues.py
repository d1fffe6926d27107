"""Both queues of captures, through the same cases: the rows of one file, and procrastinate on a server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile

import pytest
from pytest_asyncio import fixture as async_fixture

from bot.bell import Bell
from bot.queues import Queue, open_queue
from models.database import open_database
from models.links import bin_link
from models.queue import fail_snapshot, release_snapshot, renew_lease
from models.tables import Snapshot, Status
from tests.factories import make_chat, make_link, make_snapshot
from tests.patience import until, until_found
from tests.ports import WallClock
from tests.postgres import empty

pytestmark = pytest.mark.slow
clock = WallClock()
SECONDS = 40


@dataclass
class Office:
    """A queue over an open database, and whoever captures: nothing is got, only written down who had what."""

    url: str
    work: Bell = field(default_factory=Bell)
    begun: list[int] = field(default_factory=list)  # snapshots, in the order in which they were handed out
    running: set[int] = field(default_factory=set)
    most_at_once: int = 0

    @asynccontextmanager
    async def serving(self, capture: Callable[[Snapshot], Awaitable[None]], at_once: int = 1) -> AsyncIterator[Queue]:
        """Serve the queue for as long as the block runs, as one process."""
        async with (
            open_queue(self.url, f"process {id(capture)}", clock, self.work) as queue,
            asyncio.TaskGroup() as tasks,
        ):
            loops = [
                tasks.create_task(queue.serve(capture, at_once, self.check), name="serves"),
                tasks.create_task(queue.look_after(), name="looks after"),
            ]
            yield queue
            for loop in loops:
                loop.cancel()

    async def check(self) -> None:
        """There is always room."""

    async def finish(self, snapshot: Snapshot) -> None:
        """A capture that is over at once."""
        self.begun.append(snapshot.id)
        await fail_snapshot(snapshot, "ok", "", clock())

    async def finish_slowly(self, snapshot: Snapshot) -> None:
        """A capture that takes a while."""
        self.running.add(snapshot.id)
        self.most_at_once = max(self.most_at_once, len(self.running))
        await asyncio.sleep(0.2)
        self.running.discard(snapshot.id)
        await self.finish(snapshot)

    async def until_finished(self, *snapshots: Snapshot) -> None:
        """Return when all of them are in their final state."""

        async def are_finished() -> bool:
            return not await Snapshot.filter(id__in=[one.id for one in snapshots]).exclude(status="failed").exists()

        await until_found(are_finished, SECONDS)


@async_fixture
async def office(database_address: str) -> AsyncIterator[Office]:
    async with open_database(database_address):
        yield Office(database_address)


@pytest.fixture(params=["sqlite", "postgres"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        url: str = request.getfixturevalue("migrated_server")
        empty(url)
        return url
    path = tmp_path / "snapkeep.db"
    copyfile(request.getfixturevalue("migrated_file"), path)
    return f"sqlite://{path}"


async def test_everything_that_waits_is_handed_out_once(office: Office) -> None:
    snapshots = [await make_snapshot() for _ in range(5)]

    async with office.serving(office.finish, 2):
        await office.until_finished(*snapshots)

    assert sorted(office.begun) == sorted(snapshot.id for snapshot in snapshots)


async def test_so_many_at_a_time_and_no_more(office: Office) -> None:
    snapshots = [await make_snapshot() for _ in range(6)]

    async with office.serving(office.finish_slowly, 2):
        await office.until_finished(*snapshots)

    assert office.most_at_once == 2


async def test_what_comes_later_is_handed_out_when_the_bell_rings(office: Office) -> None:
    async with office.serving(office.finish):
        snapshot = await make_snapshot()
        office.work.ring()
        await office.until_finished(snapshot)


async def test_a_chat_with_little_waits_for_no_chat_with_much(office: Office) -> None:
    much, little = await make_chat(), await make_chat()
    many = [await make_snapshot(await make_link(much)) for _ in range(6)]
    one = await make_snapshot(await make_link(little))

    async with office.serving(office.finish):
        await office.until_finished(one, *many)

    assert office.begun.index(one.id) <= 1


async def test_what_is_in_the_bin_is_not_handed_out(office: Office) -> None:
    binned = await make_snapshot()
    await bin_link(binned.link_id, clock())
    other = await make_snapshot()

    async with office.serving(office.finish):
        await office.until_finished(other)

    assert office.begun == [other.id]


async def test_what_is_deleted_while_it_waits_is_not_handed_out(office: Office) -> None:
    first, second, third = [await make_snapshot() for _ in range(3)]

    async def delete_the_second(snapshot: Snapshot) -> None:
        await bin_link(second.link_id, clock())
        await office.finish(snapshot)

    async with office.serving(delete_the_second):
        await office.until_finished(first, third)

    assert sorted(office.begun) == [first.id, third.id]


async def test_what_is_given_back_is_handed_out_again(office: Office) -> None:
    snapshot = await make_snapshot()

    async def fail_once(taken: Snapshot) -> None:
        office.begun.append(taken.id)
        if len(office.begun) == 1:
            await release_snapshot(taken)
        else:
            await fail_snapshot(taken, "ok", "", clock())

    async with office.serving(fail_once):
        await office.until_finished(snapshot)

    assert office.begun == [snapshot.id] * 2


async def test_what_one_process_had_at_its_end_is_done_by_another(office: Office) -> None:
    snapshot = await make_snapshot()

    async def be_cancelled(taken: Snapshot) -> None:
        office.running.add(taken.id)
        try:
            await asyncio.sleep(SECONDS)
        except asyncio.CancelledError:
            await release_snapshot(taken)
            raise

    async with office.serving(be_cancelled):
        await until(lambda: bool(office.running), SECONDS)
    async with office.serving(office.finish):
        await office.until_finished(snapshot)

    assert office.begun == [snapshot.id]


async def test_what_a_dead_process_left_is_done_by_another(office: Office) -> None:
    snapshot = await make_snapshot()

    async def die(taken: Snapshot) -> None:
        office.running.add(taken.id)
        await renew_lease(taken, clock(), -1)  # as if the lease had run out long since
        await asyncio.sleep(SECONDS)

    async with office.serving(die):
        await until(lambda: bool(office.running), SECONDS)
    async with office.serving(office.finish):
        await office.until_finished(snapshot)

    assert (await Snapshot.get(id=snapshot.id)).attempt == 2


async def test_a_capture_that_raises_is_tried_again_and_holds_up_nobody(office: Office) -> None:
    trouble, other = await make_snapshot(), await make_snapshot()

    async def stumble(taken: Snapshot) -> None:
        if taken.id == trouble.id and taken.attempt == 1:
            await release_snapshot(taken)
            raise OSError("no network")
        await office.finish(taken)

    async with office.serving(stumble):
        await office.until_finished(trouble, other)

    assert sorted(office.begun) == sorted([trouble.id, other.id])
    assert (await Snapshot.get(id=trouble.id)).status is Status.FAILED
