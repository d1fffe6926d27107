import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from models.browsing import list_faces
from models.errors import NotFound
from models.ids import new_permalink
from models.links import bin_link
from models.queue import release_snapshot
from models.snapshots import (
    count_since,
    count_waiting,
    enqueue_snapshot,
    find_latest,
    get_snapshot,
    list_versions,
)
from models.tables import Snapshot, Status
from tests.factories import (
    NOW,
    make_chat,
    make_claimed,
    make_failed,
    make_finished,
    make_link,
    make_snapshot,
)

pytestmark = pytest.mark.usefixtures("database")


async def test_every_capture_is_a_version_of_its_own() -> None:
    link = await make_link()
    made = [await make_finished(link), await make_failed(link), await make_snapshot(link)]

    versions = await list_versions(link.id)

    assert [snapshot.version for snapshot in versions] == [3, 2, 1]
    assert [snapshot.id for snapshot in versions] == [snapshot.id for snapshot in reversed(made)]
    latest = await find_latest(link.id)
    assert latest is not None
    assert latest.version == 3


async def test_the_newest_capture_and_the_versions_come_without_their_texts(
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    link = (await make_finished()).link_id

    with count_queries() as queries:
        await find_latest(link)
        await list_versions(link)

    assert [name for query in queries for name in ('"text"', '"receipt"') if name in query] == []


async def test_while_one_waits_or_runs_no_other_is_made() -> None:
    link = await make_link()
    waiting = await make_snapshot(link)

    assert await enqueue_snapshot(link, new_permalink(), NOW) == (waiting, False)
    claimed = await make_claimed(link)
    assert await enqueue_snapshot(link, new_permalink(), NOW) == (claimed, False)
    await release_snapshot(claimed)
    assert await enqueue_snapshot(link, new_permalink(), NOW) == (claimed, False)


async def test_asked_for_fifty_times_at_once_it_is_captured_once() -> None:
    link = await make_link()

    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(enqueue_snapshot(link, new_permalink(), NOW), name=f"asker {i}") for i in range(50)]

    assert sum(task.result()[1] for task in asked) == 1
    assert len({task.result()[0].id for task in asked}) == 1


async def test_versions_of_many_links_asked_for_at_once_are_numbered_from_one() -> None:
    links = [await make_link() for _ in range(10)]

    for expected in (1, 2, 3):
        async with asyncio.TaskGroup() as tasks:
            for link in links:
                tasks.create_task(make_finished(link), name=f"link {link.id}")
        faces = await list_faces([link.id for link in links])
        assert [face.version for face in faces.values()] == [expected] * 10


async def test_a_permalink_brings_link_chat_and_artifacts() -> None:
    made = await make_finished()

    snapshot = await get_snapshot(made.permalink)

    assert snapshot.link.chat.title == "Ada"
    assert {artifact.kind for artifact in snapshot.artifacts} == {"screenshot", "thumb"}


async def test_an_unknown_permalink_is_not_found() -> None:
    with pytest.raises(NotFound):
        await get_snapshot("nothing")
    with pytest.raises(NotFound):
        await get_snapshot("x" * 64)


async def test_latest_of_many_links_says_nothing_of_those_without() -> None:
    captured, bare = await make_link(), await make_link()
    await make_finished(captured)
    newest = await make_failed(captured)

    faces = await list_faces([captured.id, bare.id])

    assert {link_id: face.permalink for link_id, face in faces.items()} == {captured.id: newest.permalink}


async def test_waiting_and_running_captures_of_a_chat_are_counted() -> None:
    chat = await make_chat()
    await make_snapshot(await make_link(chat))
    await make_claimed(await make_link(chat))
    await make_finished(await make_link(chat))
    await make_snapshot()

    assert await count_waiting(chat.id) == 2


async def test_captures_since_a_time_are_counted_binned_or_not() -> None:
    chat = await make_chat()
    for hours in (0, 30):
        await make_finished(await make_link(chat), now=NOW + timedelta(hours=hours))
    binned = await make_link(chat)
    await make_finished(binned, now=NOW + timedelta(hours=31))
    await bin_link(binned.id, NOW)

    assert await count_since(chat.id, NOW + timedelta(hours=24)) == 2


async def test_nobody_can_guess_a_permalink() -> None:
    permalinks = {new_permalink() for _ in range(1000)}

    assert len(permalinks) == 1000
    assert all(len(permalink) >= 22 for permalink in permalinks)


async def test_rows_of_a_finished_snapshot_are_whole() -> None:
    snapshot = await make_finished()

    kept = await Snapshot.get(id=snapshot.id)
    assert (kept.status, kept.label, kept.http_status, kept.site) == (Status.COMPLETE, "ok", 200, "Example")
    assert kept.finished_at == NOW + timedelta(seconds=5)
    assert (kept.holder, kept.lease_until, kept.step) == ("", None, "")
