import asyncio

import pytest

from bot.errors import InvalidRequest
from bot.services.adding import add
from bot.services.admitting import get_owner
from bot.services.cards import SnapshotCard
from capture.errors import BrowserFailed
from capture.fake import FakeEngine
from capture.types import Engine
from models.chats import get_library
from models.queue import claim_snapshot, finish_snapshot
from models.snapshots import find_latest
from models.tables import Link, Snapshot, Status
from tests.engines import FaultyEngine, ignore_step
from tests.factories import NOW, make_outcome
from tests.ports import PUBLIC_URL, Desk


async def add_one(desk: Desk, url: str, *tags: str, note: str = "", engine: Engine | None = None) -> SnapshotCard:
    return await add(url, tags, note, engine or FakeEngine(), desk.ports(), ignore_step, 60)


def interrupted() -> FaultyEngine:
    """An engine during which somebody presses Ctrl-C."""
    return FaultyEngine(asyncio.CancelledError)


async def test_page_is_captured_here_and_now_in_the_owners_library(desk: Desk) -> None:
    card = await add_one(desk, "https://example.com/old-harbour", "#sea", "ship", note="for later")

    assert (card.status, card.title, card.tags, card.note) == ("complete", "Old harbour", ("sea", "ship"), "for later")
    assert card.permalink.startswith(f"{PUBLIC_URL}/s/")
    library = await get_library(await get_owner())
    assert (await Link.get()).chat_id == library.id


async def test_known_link_is_labelled_and_not_captured_again(desk: Desk) -> None:
    engine = FakeEngine()
    first = await add_one(desk, "https://example.com/one", "a", note="kept", engine=engine)

    second = await add_one(desk, "https://example.com/one?utm_source=x", "b", engine=engine)

    assert second.permalink == first.permalink
    assert (second.tags, second.note) == (("a", "b"), "kept")
    assert len(engine.captured) == 1


async def test_failure_is_in_the_card_and_tried_again_next_time(desk: Desk) -> None:
    failed = await add_one(desk, "https://no-name.example/")
    again = await add_one(desk, "https://no-name.example/")

    assert (failed.status, failed.error, failed.version) == ("failed", "name_not_found", 1)
    assert again.version == 2


async def test_browser_that_breaks_down_once_is_not_noticed(desk: Desk) -> None:
    engine = FaultyEngine(lambda: BrowserFailed("it hung"), times=1)

    assert (await add_one(desk, "https://example.com/", engine=engine)).status == "complete"


@pytest.mark.parametrize(
    ("text", "sentence"), [("ftp://example.com/x", "not_http"), ("http://", "no_host"), ("nothing", "no_host")]
)
async def test_what_is_no_web_address_is_refused(desk: Desk, text: str, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        await add_one(desk, text)

    assert refusal.value.sentence == sentence
    assert await Link.all().count() == 0


async def test_link_is_never_kept_without_a_snapshot(desk: Desk) -> None:
    with pytest.raises(asyncio.CancelledError):
        await add_one(desk, "https://example.com/", engine=interrupted())

    assert await find_latest((await Link.get()).id) is not None


async def test_interrupted_capture_is_given_back_to_the_queue(desk: Desk) -> None:
    with pytest.raises(asyncio.CancelledError):
        await add_one(desk, "https://example.com/", engine=interrupted())

    assert (await Snapshot.get()).status is Status.QUEUED
    assert (await add_one(desk, "https://example.com/")).status == "complete"


async def test_capture_that_a_service_has_in_hand_is_waited_for(desk: Desk) -> None:
    with pytest.raises(asyncio.CancelledError):
        await add_one(desk, "https://example.com/", engine=interrupted())
    held = await claim_snapshot("service", 60, NOW)
    assert held is not None
    engine = FakeEngine()

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(add_one(desk, "https://example.com/", "tag", engine=engine), name="command")
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await finish_snapshot(held, make_outcome(title="The service's"), [], NOW)

    assert (waiting.result().title, waiting.result().tags) == ("The service's", ("tag",))
    assert engine.captured == []
