import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bell import Bell
from bot.errors import RetryLater
from bot.queues.rows import RowQueue
from bot.services.delivering import deliver
from bot.worker import CaptureWorkers
from capture.fake import FakeEngine
from capture.types import Engine
from models.deliveries import list_due, set_message
from models.errors import DatabaseBusy
from models.queue import claim_this
from models.snapshots import ACTIVE
from models.tables import Chat, Link, Snapshot, Status
from tests.engines import FaultyEngine, LateEngine, SteppingEngine
from tests.factories import BOT_ID, make_chat, make_delivery, make_link, make_snapshot
from tests.full_store import FullStore
from tests.paper import PaperMessenger
from tests.patience import until, until_found
from tests.ports import CHAT, Clock, Desk, WallClock, open_desk

wall_clock = WallClock()


@dataclass
class Workshop:
    """Workers over an open database, and what they work with."""

    desk: Desk
    messenger: PaperMessenger = field(default_factory=PaperMessenger)
    work: Bell = field(default_factory=Bell)
    done: Bell = field(default_factory=Bell)

    @asynccontextmanager
    async def working(self, engine: Engine, captures: int = 2) -> AsyncIterator[None]:
        """Let the workers work for as long as the block runs."""
        queue = RowQueue("this process", self.desk.clock, self.work)
        workers = CaptureWorkers(engine, self.desk.ports(), self.messenger, queue, self.done, 60)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(workers.run(captures), name="workers")
            yield
            running.cancel()

    async def until_final(self, *snapshots: Snapshot, seconds: float = 10) -> list[Status]:
        """How the snapshots ended."""
        ids = [snapshot.id for snapshot in snapshots]

        async def are_final() -> bool:
            return not await Snapshot.filter(id__in=ids, status__in=ACTIVE).exists()

        await until_found(are_final, seconds)
        return [(await Snapshot.get(id=number)).status for number in ids]


@pytest.fixture
def shop(database: Path, tmp_path: Path) -> Workshop:
    desk = open_desk(tmp_path)
    desk.clock = wall_clock  # leases run out by themselves
    return Workshop(desk)


async def queue(url: str, chat: Chat | None = None) -> Snapshot:
    return await make_snapshot(await make_link(chat, url))


async def acknowledged(snapshot: Snapshot, shop: Workshop, message_id: int) -> None:
    """A person who waits for a snapshot."""
    delivery = await make_delivery(snapshot)
    shop.messenger.put_acknowledgement(CHAT, message_id)
    await set_message(delivery.id, message_id, wall_clock())


async def test_queued_snapshots_are_captured_two_at_a_time(shop: Workshop) -> None:
    snapshots = [await queue(f"https://example.com/{number}") for number in range(6)]
    engine = FakeEngine(seconds=0.05)

    async with shop.working(engine, 2):
        assert await shop.until_final(*snapshots) == [Status.COMPLETE] * 6

    assert engine.most_running == 2


async def test_chats_take_turns(shop: Workshop) -> None:
    busy, other = await make_chat(), await make_chat()
    many = [await queue(f"https://busy.example/{number}", busy) for number in range(6)]
    one = await queue("https://other.example/", other)
    engine = FakeEngine()

    async with shop.working(engine, 1):
        await shop.until_final(*many, one)

    assert engine.captured.index("https://other.example/") <= 2


async def test_bell_wakes_a_worker_at_once(shop: Workshop) -> None:
    async with shop.working(FakeEngine()):
        await asyncio.sleep(0.1)
        snapshot = await queue("https://example.com/")
        shop.work.ring()

        assert await shop.until_final(snapshot, seconds=1.5) == [Status.COMPLETE]


@pytest.mark.slow
async def test_row_that_another_process_queued_is_found_without_a_bell(shop: Workshop) -> None:
    async with shop.working(FakeEngine()):
        await asyncio.sleep(0.1)

        assert await shop.until_final(await queue("https://example.com/")) == [Status.COMPLETE]


async def test_capture_whose_worker_died_begins_again(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    await claim_this(snapshot.id, "a dead process", 15, wall_clock() - timedelta(seconds=16))

    async with shop.working(FakeEngine()):
        assert await shop.until_final(snapshot) == [Status.COMPLETE]

    assert (await Snapshot.get(id=snapshot.id)).attempt == 2


@pytest.mark.slow
async def test_lease_is_renewed_while_the_capture_runs(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")

    async with shop.working(FakeEngine(seconds=60)):
        await asyncio.sleep(5)
        row = await Snapshot.get(id=snapshot.id)

    assert row.lease_until is not None
    assert row.lease_until > wall_clock() + timedelta(seconds=12)
    assert row.attempt == 1


async def test_cancelled_capture_is_given_back(shop: Workshop) -> None:
    snapshots = [await queue(f"https://example.com/{number}") for number in range(2)]
    engine = FakeEngine(seconds=60)

    async with shop.working(engine):
        await until(lambda: engine.running == 2)

    for snapshot in snapshots:
        row = await Snapshot.get(id=snapshot.id)
        assert (row.status, row.holder, row.lease_until) == (Status.QUEUED, "", None)


async def test_end_waits_for_what_follows_an_answer_that_is_out(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")

    async with shop.working(LateEngine(seconds=0.5), 1):
        await shop.done.wait(10)

    row = await Snapshot.get(id=snapshot.id).prefetch_related("artifacts")
    assert (row.pending, row.missing, "pdf" in {one.kind for one in row.artifacts}) == ([], [], True)


async def test_fault_of_our_own_ends_in_a_failed_row_and_an_answer(shop: Workshop) -> None:
    snapshot = await queue("https://fault.example/")
    await acknowledged(snapshot, shop, 1)

    async with shop.working(FaultyEngine(ZeroDivisionError, "fault")):
        assert await shop.until_final(snapshot) == [Status.FAILED]
        sound = await queue("https://example.com/")
        shop.work.ring()
        assert await shop.until_final(sound) == [Status.COMPLETE]

    assert (await Snapshot.get(id=snapshot.id)).error == "internal"
    for delivery in await list_due(BOT_ID, wall_clock(), 10):
        await deliver(delivery, shop.desk.ports(), shop.messenger)
    (message,) = shop.messenger.in_chat(CHAT)
    assert message.card is not None
    assert message.card.error == "internal"


class Hiccup(Clock):
    """The first thing that a round asks, while the database is busy."""

    left = 2

    def __call__(self) -> datetime:
        self.left -= 1
        if self.left >= 0:
            raise DatabaseBusy("another process holds the database")
        return wall_clock()


async def test_loop_survives_a_hiccup_of_the_database(shop: Workshop) -> None:
    shop.desk.clock = Hiccup()
    snapshot = await queue("https://example.com/")

    async with shop.working(FakeEngine()):
        assert await shop.until_final(snapshot) == [Status.COMPLETE]


async def test_full_disk_is_told_once_and_waited_out(shop: Workshop, tmp_path: Path) -> None:
    snapshots = [await queue(f"https://example.com/{number}") for number in range(2)]
    for number, snapshot in enumerate(snapshots, 1):
        await acknowledged(snapshot, shop, number)
    store = FullStore(tmp_path)
    shop.desk.blobs = store
    engine = FakeEngine()

    async with shop.working(engine, 1):
        await until(lambda: shop.messenger.messages[1].progress[-1] == "no_room")
        await asyncio.sleep(0.3)
        assert len(engine.captured) == 1
        store.is_full = False
        assert await shop.until_final(*snapshots) == [Status.COMPLETE] * 2

    assert shop.messenger.messages[1].progress.count("no_room") == 1


async def test_finished_capture_rings_for_the_deliverer(shop: Workshop) -> None:
    await queue("https://example.com/")

    async with shop.working(FakeEngine()), asyncio.timeout(5):
        await shop.done.wait(60)
        assert await Snapshot.filter(status=Status.COMPLETE).exists()


async def test_progress_is_told_in_the_acknowledgement(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    await acknowledged(snapshot, shop, 1)

    async with shop.working(SteppingEngine(0.0, 0.2)):
        await shop.until_final(snapshot)

    assert shop.messenger.messages[1].progress[:2] == ("queued", "opening")


@pytest.mark.slow
async def test_step_reached_before_the_acknowledgement_came_is_told_after_it(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    delivery = await make_delivery(snapshot)

    async with shop.working(FakeEngine(seconds=4)):
        await asyncio.sleep(0.5)
        shop.messenger.put_acknowledgement(CHAT, 1)
        await set_message(delivery.id, 1, wall_clock())
        await until(lambda: shop.messenger.messages[1].progress == ("queued", "opening"), 3.2)


@pytest.mark.slow
async def test_progress_is_told_at_most_once_a_second_and_the_newest_step_only(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    await acknowledged(snapshot, shop, 1)

    async with shop.working(SteppingEngine(*[0.1] * 24)):
        await shop.until_final(snapshot)

    assert 2 <= len(shop.messenger.messages[1].progress) - 1 <= 4


async def test_no_progress_is_told_after_the_row_is_final(shop: Workshop) -> None:
    snapshot = await queue("https://no-name.example/")
    await acknowledged(snapshot, shop, 1)
    shop.messenger.seconds = 0.3  # a slow line: the step is on its way when the capture fails

    async with shop.working(FakeEngine(seconds=0.1)):
        await shop.until_final(snapshot)
        told = shop.messenger.messages[1].progress
        await asyncio.sleep(0.5)

    assert told == ("queued", "opening"), "what was on its way arrived before the row was final"
    assert shop.messenger.messages[1].progress == told


async def test_trouble_with_the_progress_does_not_touch_the_capture(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    await acknowledged(snapshot, shop, 1)
    shop.messenger.fail("show_progress", RetryLater("outage", 60))

    async with shop.working(SteppingEngine(0.0, 0.1)):
        assert await shop.until_final(snapshot) == [Status.COMPLETE]


async def test_worker_without_a_chat_captures_all_the_same(shop: Workshop) -> None:
    snapshot = await queue("https://example.com/")
    rows = RowQueue("worker", wall_clock, shop.work)
    workers = CaptureWorkers(FakeEngine(), shop.desk.ports(), None, rows, shop.done, 60)

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(workers.run(1), name="workers")
        assert await shop.until_final(snapshot) == [Status.COMPLETE]
        running.cancel()

    assert (await Link.get(id=snapshot.link_id)).title
