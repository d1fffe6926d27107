import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.housekeeping import tidy
from bot.services.late import FORGOTTEN_AFTER, keep_late
from bot.services.showing import show_snapshot
from capture.fake import FakeCapture, FakeEngine
from capture.types import Artifact, ArtifactFailure, ArtifactKind, CaptureRequest, LateResult
from models.blobs.file import FileBlobStore
from models.errors import StoreFull
from models.queue import Outcome
from models.tables import Snapshot, Status
from tests.engines import ignore_step
from tests.factories import NOW, make_finished, make_outcome
from tests.ports import PUBLIC_URL, Desk

PDF = Artifact(ArtifactKind.PDF, "application/pdf", b"%PDF-1.4 a page")


class FullStore(FileBlobStore):
    """A disk without room."""

    async def put(self, content: bytes) -> str:  # noqa: ARG002 - the store's own signature
        raise StoreFull("no room")


class LateCapture(FakeCapture):
    """A capture whose late part goes as a test says."""

    late = LateResult((PDF,))
    seconds = 0.0

    async def make_late(self) -> LateResult:
        await asyncio.sleep(self.seconds)
        return self.late


async def make_capture() -> LateCapture:
    return LateCapture(await FakeEngine().capture(CaptureRequest("https://example.com/harbour"), ignore_step))


async def make_awaiting() -> Snapshot:
    made = make_outcome()
    return await make_finished(outcome=Outcome(made.status, made.label, made.captured_at, pending=("pdf", "wacz")))


async def test_what_follows_the_answer_is_kept_and_what_is_missing_named(desk: Desk) -> None:
    snapshot, capture = await make_awaiting(), await make_capture()
    capture.late = LateResult((PDF,), (ArtifactFailure(ArtifactKind.WACZ, "timeout"),))

    await keep_late(snapshot.id, capture, desk.ports())

    card = await show_snapshot(snapshot.id, PUBLIC_URL)
    pdf = card.artifact("pdf")
    assert pdf is not None
    assert await desk.blobs.get(pdf.sha256) == PDF.content
    assert (card.status, card.pending, card.missing) == ("partial", (), ("wacz",))


async def test_full_disk_leaves_nothing_awaited(desk: Desk, tmp_path: Path) -> None:
    snapshot = await make_awaiting()
    desk.blobs = FullStore(tmp_path)

    await keep_late(snapshot.id, await make_capture(), desk.ports())

    card = await show_snapshot(snapshot.id, PUBLIC_URL)
    assert (card.status, card.pending, card.missing) == ("partial", (), ("pdf", "wacz"))


async def test_service_that_stops_meanwhile_finishes_what_follows(desk: Desk) -> None:
    snapshot, capture = await make_awaiting(), await make_capture()
    capture.seconds = 0.5

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await keep_late(snapshot.id, capture, desk.ports())

    card = await show_snapshot(snapshot.id, PUBLIC_URL)
    assert card.artifact("pdf") is not None
    assert card.missing == ("wacz",), "which this capture does not make"


async def test_what_takes_too_long_at_the_end_is_given_up(desk: Desk) -> None:
    snapshot, capture = await make_awaiting(), await make_capture()
    capture.seconds = 60

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await keep_late(snapshot.id, capture, desk.ports(), let_finish=0.2)

    card = await show_snapshot(snapshot.id, PUBLIC_URL)
    assert (card.status, card.pending, card.missing) == ("partial", (), ("pdf", "wacz"))


async def test_what_a_dead_process_was_making_is_given_up_by_and_by(desk: Desk) -> None:
    snapshot = await make_awaiting()
    desk.clock.now = NOW + FORGOTTEN_AFTER
    await tidy(desk.ports())
    before = await Snapshot.get(id=snapshot.id)
    desk.clock.now = NOW + FORGOTTEN_AFTER + timedelta(minutes=1)

    await tidy(desk.ports())

    after = await Snapshot.get(id=snapshot.id)
    assert (before.status, before.pending) == (Status.COMPLETE, ["pdf", "wacz"])
    assert (after.status, after.pending, after.missing) == (Status.PARTIAL, [], ["pdf", "wacz"])
