import asyncio
from datetime import timedelta

import pytest

from bot.services.housekeeping import KEEP_BINNED, KEEP_UPDATES, keep_tidy, tidy
from models.errors import BlobMissing
from models.links import bin_link
from models.queue import StoredArtifact
from models.tables import Link, SeenUpdate, Snapshot
from models.updates import mark_handled, record_updates
from tests.factories import BOT_ID, NOW, make_finished
from tests.ports import Desk


async def make_stored(desk: Desk, content: bytes) -> Snapshot:
    artifact = StoredArtifact("screenshot", "image/jpeg", len(content), await desk.blobs.put(content))
    return await make_finished(artifacts=(artifact,))


async def test_bin_is_emptied_after_its_time_blobs_included(desk: Desk) -> None:
    old, kept = await make_stored(desk, b"old"), await make_stored(desk, b"kept")
    await bin_link(old.link_id, NOW)
    desk.clock.now = NOW + KEEP_BINNED
    await tidy(desk.ports())
    before = await Link.all().count()
    desk.clock.wait(1)

    await tidy(desk.ports())

    assert before == 2
    assert [link.id for link in await Link.all()] == [kept.link_id]
    with pytest.raises(BlobMissing):
        await desk.blobs.get(old.artifacts[0].sha256)
    assert await desk.blobs.get(kept.artifacts[0].sha256) == b"kept"


async def test_blob_that_another_link_needs_stays(desk: Desk) -> None:
    old, other = await make_stored(desk, b"same"), await make_stored(desk, b"same")
    await bin_link(old.link_id, NOW)
    desk.clock.now = NOW + KEEP_BINNED + timedelta(seconds=1)

    await tidy(desk.ports())

    assert await desk.blobs.get(other.artifacts[0].sha256) == b"same"


async def test_handled_updates_are_forgotten_after_a_week(desk: Desk) -> None:
    await record_updates(BOT_ID, [(1, {}), (2, {})], NOW)
    await mark_handled(BOT_ID, 1, NOW)
    desk.clock.now = NOW + KEEP_UPDATES + timedelta(seconds=1)

    await tidy(desk.ports())

    assert [update.update_id for update in await SeenUpdate.all()] == [2]


async def test_stale_index_rows_are_written_anew(desk: Desk) -> None:
    link_id = (await make_finished()).link_id
    current = (await Link.get(id=link_id)).indexed_with
    await Link.filter(id=link_id).update(indexed_with=current - 1)

    await tidy(desk.ports())

    assert (await Link.get(id=link_id)).indexed_with == current


async def test_tidying_begins_at_once_and_ends_with_its_task(desk: Desk) -> None:
    await record_updates(BOT_ID, [(1, {})], NOW - timedelta(days=30))
    await mark_handled(BOT_ID, 1, NOW)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await keep_tidy(desk.ports())

    assert await SeenUpdate.all().count() == 0
