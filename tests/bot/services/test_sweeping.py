from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.sweeping import (
    IDLE_SECONDS,
    KEEP_BINNED,
    ORPHAN_SECONDS,
    Sweeper,
    find_orphans,
    remove_orphans,
)
from models.bin import delete_for_good
from models.errors import BlobMissing
from models.links import bin_link
from models.queue import StoredArtifact
from models.tables import Link, Snapshot
from tests.factories import NOW, make_finished
from tests.idling import make_idle
from tests.ports import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the desk keeps its blobs."""
    return tmp_path / "blobs"


async def make_stored(desk: Desk, content: bytes) -> Snapshot:
    artifact = StoredArtifact("screenshot", "image/jpeg", len(content), await desk.blobs.put(content))
    return await make_finished(artifacts=(artifact,))


async def names_of(desk: Desk) -> set[str]:
    return {name async for name in desk.blobs.list_names()}


async def test_bin_is_emptied_after_its_time_blobs_included(desk: Desk, folder: Path) -> None:
    old, kept = await make_stored(desk, b"old"), await make_stored(desk, b"kept")
    make_idle(folder, old.artifacts[0].sha256, IDLE_SECONDS + 1)
    await bin_link(old.link_id, NOW)
    desk.clock.now = NOW + KEEP_BINNED
    sweeper = Sweeper(desk.ports())
    await sweeper.sweep()
    before = await Link.all().count()
    desk.clock.wait(1)

    await sweeper.sweep()

    assert before == 2
    assert [link.id for link in await Link.all()] == [kept.link_id]
    with pytest.raises(BlobMissing):
        await desk.blobs.get(old.artifacts[0].sha256)
    assert await desk.blobs.get(kept.artifacts[0].sha256) == b"kept"


async def test_blob_that_another_link_needs_stays(desk: Desk, folder: Path) -> None:
    old, other = await make_stored(desk, b"same"), await make_stored(desk, b"same")
    make_idle(folder, other.artifacts[0].sha256, IDLE_SECONDS + 1)
    await bin_link(old.link_id, NOW)
    desk.clock.now = NOW + KEEP_BINNED + timedelta(seconds=1)

    await Sweeper(desk.ports()).sweep()

    assert await desk.blobs.get(other.artifacts[0].sha256) == b"same"


async def test_body_that_a_capture_has_just_stored_waits_for_a_later_round(desk: Desk, folder: Path) -> None:
    old = await make_stored(desk, b"same")
    name = old.artifacts[0].sha256
    make_idle(folder, name, ORPHAN_SECONDS)
    await bin_link(old.link_id, NOW)
    assert await delete_for_good(old.link.chat_id, old.link_id)
    await desk.blobs.put(b"same")  # by a capture whose rows are not written yet
    sweeper = Sweeper(desk.ports())

    await sweeper.sweep()
    there = await names_of(desk)
    make_idle(folder, name, IDLE_SECONDS + 1)
    await sweeper.sweep()

    assert there == {name}
    assert await names_of(desk) == set()


async def test_body_that_is_named_anew_before_the_later_round_stays(desk: Desk, folder: Path) -> None:
    old = await make_stored(desk, b"same")
    await bin_link(old.link_id, NOW)
    assert await delete_for_good(old.link.chat_id, old.link_id)
    sweeper = Sweeper(desk.ports())
    await sweeper.sweep()
    again = await make_stored(desk, b"same")
    make_idle(folder, again.artifacts[0].sha256, IDLE_SECONDS + 1)

    await sweeper.sweep()

    assert await desk.blobs.get(again.artifacts[0].sha256) == b"same"


async def test_orphans_go_when_they_have_lain_there_for_an_hour(desk: Desk, folder: Path) -> None:
    kept = await make_stored(desk, b"kept")
    old, new = await desk.blobs.put(b"old orphan"), await desk.blobs.put(b"new orphan")
    for name in (old, kept.artifacts[0].sha256):
        make_idle(folder, name, ORPHAN_SECONDS + 1)

    assert await find_orphans(desk.blobs) == sorted([old, new])
    assert await remove_orphans(desk.blobs) == (1, 1)
    assert await names_of(desk) == {kept.artifacts[0].sha256, new}
