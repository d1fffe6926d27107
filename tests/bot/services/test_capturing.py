import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.capturing import (
    ALL_ATTEMPTS_SECONDS,
    MAX_ATTEMPTS,
    MAX_BROWSER_FAILURES,
    WORTHWHILE_SECONDS,
    capture_snapshot,
    describe,
    give_up_internally,
)
from capture.budget import GRACE_SECONDS
from capture.errors import BrowserFailed, BrowserMissing
from capture.fake import ERRORS, LABELS, FakeEngine
from capture.types import CaptureRequest, Engine
from models.queue import claim_this, finish_snapshot
from models.tables import Artifact, Snapshot, Status
from tests.engines import FaultyEngine, ignore_step
from tests.factories import NOW, make_claimed, make_link, make_outcome
from tests.full_store import FullStore
from tests.ports import Desk


async def claim(url: str) -> Snapshot:
    return await make_claimed(await make_link(url=url))


async def capture(snapshot: Snapshot, desk: Desk, engine: Engine | None = None) -> Status:
    return await capture_snapshot(snapshot, engine or FakeEngine(), desk.ports(), ignore_step, 60)


async def test_captured_page_is_kept_with_its_pictures(desk: Desk) -> None:
    snapshot = await claim("https://example.com/old-harbour")

    status = await capture(snapshot, desk)

    row = await Snapshot.get(id=snapshot.id).prefetch_related("artifacts")
    assert status is row.status is Status.COMPLETE
    assert (row.title, row.label, row.http_status, row.error) == ("Old harbour", "ok", 200, "")
    assert row.finished_at == desk.clock.now
    kinds = {artifact.kind: artifact for artifact in row.artifacts}
    assert kinds.keys() == {"screenshot", "photo", "thumb", "pdf"}
    for artifact in kinds.values():
        content = await desk.blobs.get(artifact.sha256)
        beginning = b"%P" if artifact.kind == "pdf" else b"\xff\xd8"
        assert (content[:2], len(content)) == (beginning, artifact.bytes)


@pytest.mark.parametrize("host", LABELS)
async def test_page_is_kept_under_its_honest_label(host: str, desk: Desk) -> None:
    snapshot = await claim(f"https://{host}.example/")

    await capture(snapshot, desk)

    label, http_status = LABELS[host]
    row = await Snapshot.get(id=snapshot.id)
    assert (row.status, row.label, row.http_status) == (Status.COMPLETE, label, http_status)


async def test_missing_parts_make_a_snapshot_partial(desk: Desk) -> None:
    snapshot = await claim("https://partial.example/")

    assert await capture(snapshot, desk) is Status.PARTIAL

    assert (await Snapshot.get(id=snapshot.id)).missing == ["article"]


@pytest.mark.parametrize("host", [host for host, error in ERRORS.items() if not error.is_retryable])
async def test_failure_of_the_page_ends_the_snapshot_at_once(host: str, desk: Desk) -> None:
    snapshot = await claim(f"https://{host}.example/")

    assert await capture(snapshot, desk) is Status.FAILED

    row = await Snapshot.get(id=snapshot.id)
    assert (row.status, row.error, row.label) == (Status.FAILED, ERRORS[host].code, ERRORS[host].label)
    assert row.finished_at is not None
    assert await Artifact.all().count() == 0


async def test_browser_that_recovers_makes_a_whole_snapshot(desk: Desk) -> None:
    snapshot = await claim("https://example.com/")
    twice = FaultyEngine(lambda: BrowserFailed("it hung"), times=MAX_BROWSER_FAILURES - 1)

    assert await capture(snapshot, desk, twice) is Status.COMPLETE

    assert (await Snapshot.get(id=snapshot.id)).error == ""


@pytest.mark.parametrize(
    ("seconds", "attempts"),
    [(60.0, MAX_BROWSER_FAILURES), (WORTHWHILE_SECONDS + GRACE_SECONDS - ALL_ATTEMPTS_SECONDS, 1)],
)
async def test_failure_of_the_browser_is_tried_again_while_the_time_of_all_attempts_lasts(
    desk: Desk, seconds: float, attempts: int
) -> None:
    snapshot = await claim("https://example.com/")
    failures = []

    def break_down() -> BrowserFailed:
        failures.append(BrowserFailed("it hung"))
        return failures[-1]

    status = await capture_snapshot(snapshot, FaultyEngine(break_down), desk.ports(), ignore_step, seconds)

    assert status is Status.FAILED
    assert (await Snapshot.get(id=snapshot.id)).error == BrowserFailed.code
    assert len(failures) == attempts


async def test_missing_browser_is_not_tried_again(desk: Desk) -> None:
    engine = FaultyEngine(lambda: BrowserMissing("none"))

    assert await capture(await claim("https://example.com/"), desk, engine) is Status.FAILED


async def test_page_that_killed_us_too_often_is_given_up(desk: Desk) -> None:
    engine = FakeEngine()
    snapshot = await claim("https://example.com/")
    await Snapshot.filter(id=snapshot.id).update(attempt=MAX_ATTEMPTS + 1)
    snapshot.attempt = MAX_ATTEMPTS + 1

    assert await capture(snapshot, desk, engine) is Status.FAILED

    assert engine.captured == []
    assert (await Snapshot.get(id=snapshot.id)).error == "gave_up"


async def test_full_disk_is_no_verdict_on_the_page_which_waits_for_room(desk: Desk, tmp_path: Path) -> None:
    snapshot = await claim("https://example.com/")
    ports = replace(desk.ports(), blobs=FullStore(tmp_path))

    status = await capture_snapshot(snapshot, FakeEngine(), ports, ignore_step, 60)

    row = await Snapshot.get(id=snapshot.id)
    assert status is row.status is Status.QUEUED
    assert (row.error, row.label, row.holder) == ("", "", "")


async def test_result_is_discarded_where_somebody_else_holds_the_snapshot_now(desk: Desk) -> None:
    snapshot = await claim("https://example.com/old-harbour")
    other = await claim_this(snapshot.id, "another worker", 60, NOW.replace(year=2027))
    assert other is not None

    await capture(snapshot, desk)
    held = await Snapshot.get(id=snapshot.id)
    await finish_snapshot(other, make_outcome(title="The other's"), [], NOW)

    assert (held.status, held.holder, held.title) == (Status.CAPTURING, "another worker", "")
    assert (await Snapshot.get(id=snapshot.id)).title == "The other's"
    assert await Artifact.all().count() == 0


async def test_failure_is_discarded_too_where_the_lease_was_lost(desk: Desk) -> None:
    snapshot = await claim("https://no-name.example/")
    await claim_this(snapshot.id, "another worker", 60, NOW.replace(year=2027))

    await capture(snapshot, desk)

    assert (await Snapshot.get(id=snapshot.id)).status is Status.CAPTURING


async def test_unexpected_fault_is_not_hidden(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        await capture(await claim("https://example.com/"), desk, FaultyEngine(ZeroDivisionError))


async def test_fault_of_our_own_ends_the_snapshot_without_a_verdict(desk: Desk) -> None:
    snapshot = await claim("https://example.com/")

    await give_up_internally(snapshot, desk.ports())

    row = await Snapshot.get(id=snapshot.id)
    assert (row.status, row.error, row.label) == (Status.FAILED, "internal", "")


async def test_cancelled_capture_leaves_the_row_to_its_holder(desk: Desk) -> None:
    snapshot = await claim("https://slow.example/")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await capture(snapshot, desk, FakeEngine(seconds=1))

    assert (await Snapshot.get(id=snapshot.id)).status is Status.CAPTURING


async def test_description_says_what_the_page_says() -> None:
    result = await FakeEngine(clock=lambda: NOW).capture(
        CaptureRequest("https://partial.example/old-harbour"), ignore_step
    )

    outcome = describe(result)

    assert (outcome.status, outcome.missing) == (Status.PARTIAL, ("article",))
    assert (outcome.title, outcome.site, outcome.language) == ("Old harbour", "partial.example", "en")
    assert (outcome.captured_at, outcome.final_url) == (NOW, "https://partial.example/old-harbour")
