from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.measuring import MeasuredEngine, Metrics
from capture.errors import CaptureError
from capture.fake import FakeEngine
from capture.types import CaptureRequest
from tests.factories import NOW, make_artifact, make_claimed, make_finished, make_link, make_snapshot
from tests.ports import open_desk


async def figures(metrics: Metrics, folder: Path, wait: float = 0) -> dict[str, float]:
    """What is read, by name and labels."""
    desk = open_desk(folder)
    desk.clock.wait(wait)
    lines = (await metrics.read(desk.ports(), 7 * 2**20)).decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


async def test_queue_links_and_memory_are_read(database: Path, tmp_path: Path) -> None:
    await make_snapshot(now=NOW - timedelta(seconds=30))
    await make_snapshot()
    await make_claimed()
    await make_finished(await make_link())

    read = await figures(Metrics(), tmp_path, wait=10)

    assert read['snapkeep_queue_snapshots{status="queued"}'] == 2
    assert read['snapkeep_queue_snapshots{status="capturing"}'] == 1
    assert read["snapkeep_queue_oldest_seconds"] == 40
    assert read["snapkeep_links"] == 4
    assert read["snapkeep_browser_bytes"] == 7 * 2**20


async def test_a_file_that_many_name_is_counted_once(database: Path, tmp_path: Path) -> None:
    shared = make_artifact("screenshot", b"the same bytes")
    for _ in range(3):
        await make_finished(await make_link(), artifacts=(shared,))

    read = await figures(Metrics(), tmp_path)

    assert (read["snapkeep_blobs"], read["snapkeep_blob_bytes"]) == (1, shared.bytes)


async def test_captures_are_timed_by_label_and_step(database: Path, tmp_path: Path) -> None:
    metrics = Metrics()
    engine = MeasuredEngine(FakeEngine(), metrics)

    await engine.capture(CaptureRequest("https://example.com/"), lambda _: None)
    with pytest.raises(CaptureError):
        await engine.capture(CaptureRequest("https://timeout.example/"), lambda _: None)
    read = await figures(metrics, tmp_path)

    assert read['snapkeep_capture_seconds_count{label="ok"}'] == 1
    assert read['snapkeep_capture_seconds_count{label="timeout"}'] == 1
    assert read['snapkeep_capture_step_seconds_count{step="picture"}'] >= 1


async def test_pages_that_are_refused_count_among_the_refusals(database: Path, tmp_path: Path) -> None:
    metrics = Metrics()

    with pytest.raises(CaptureError):
        await MeasuredEngine(FakeEngine(), metrics).capture(CaptureRequest("https://refused.example/"), lambda _: None)
    read = await figures(metrics, tmp_path)

    assert read["snapkeep_egress_refusals_total"] == 1


async def test_answers_of_telegram_are_counted_by_method_and_code(database: Path, tmp_path: Path) -> None:
    metrics = Metrics()

    metrics.count_answer("sendMessage", "200")
    metrics.count_answer("sendMessage", "429")
    read = await figures(metrics, tmp_path)

    assert read['snapkeep_telegram_answers_total{code="429",method="sendMessage"}'] == 1
