from datetime import timedelta

import pytest

from models.late import add_artifacts, give_up_forgotten, give_up_late
from models.queue import Outcome
from models.search import SearchQuery, search_links
from models.snapshots import get_snapshot
from models.tables import Snapshot, Status
from tests.factories import NOW, make_artifact, make_failed, make_finished, make_outcome, make_snapshot

pytestmark = pytest.mark.usefixtures("database")


async def make_awaiting(*pending: str) -> Snapshot:
    """A snapshot that is complete but for what is still being made."""
    made = make_outcome()
    outcome = Outcome(made.status, made.label, made.captured_at, title=made.title, pending=pending)
    return await make_finished(outcome=outcome)


async def state_of(snapshot: Snapshot) -> tuple[Status, list[str], list[str], set[str]]:
    now = await get_snapshot(snapshot.permalink)
    return now.status, now.pending, now.missing, {artifact.kind for artifact in now.artifacts}


async def test_late_artifacts_are_added_and_no_longer_awaited() -> None:
    snapshot = await make_awaiting("pdf", "wacz")

    assert await add_artifacts(snapshot.id, [make_artifact("pdf")])
    assert await state_of(snapshot) == (Status.COMPLETE, ["wacz"], [], {"screenshot", "thumb", "pdf"})

    assert await add_artifacts(snapshot.id, [make_artifact("wacz")])
    assert await state_of(snapshot) == (Status.COMPLETE, [], [], {"screenshot", "thumb", "pdf", "wacz"})


async def test_what_could_not_be_made_is_named_and_the_snapshot_is_partial() -> None:
    snapshot = await make_awaiting("pdf", "wacz")

    await add_artifacts(snapshot.id, [make_artifact("wacz")], ["pdf"])

    assert await state_of(snapshot) == (Status.PARTIAL, [], ["pdf"], {"screenshot", "thumb", "wacz"})
    found, _ = await search_links(snapshot.link.chat_id, SearchQuery(states=("partial",)), 5, 0)
    assert [link.id for link in found] == [snapshot.link_id]


async def test_what_was_cut_makes_a_snapshot_partial() -> None:
    snapshot = await make_awaiting("pdf")

    await add_artifacts(snapshot.id, [make_artifact("pdf")], is_cut=True)

    assert await state_of(snapshot) == (Status.PARTIAL, [], [], {"screenshot", "thumb", "pdf"})


async def test_adding_the_same_twice_changes_nothing() -> None:
    snapshot = await make_awaiting("pdf")
    await add_artifacts(snapshot.id, [make_artifact("pdf")])
    before = await state_of(snapshot)

    assert await add_artifacts(snapshot.id, [make_artifact("pdf")])
    assert await state_of(snapshot) == before


async def test_nothing_is_added_to_a_snapshot_that_is_not_there_or_not_finished() -> None:
    for snapshot in (await make_snapshot(), await make_failed()):
        assert not await add_artifacts(snapshot.id, [make_artifact("pdf")])
        assert (await get_snapshot(snapshot.permalink)).artifacts.related_objects == []
    assert not await add_artifacts(987_654, [make_artifact("pdf")])


async def test_giving_up_calls_all_that_is_awaited_missing() -> None:
    snapshot = await make_awaiting("pdf", "wacz")

    await give_up_late(snapshot.id)

    assert await state_of(snapshot) == (Status.PARTIAL, [], ["pdf", "wacz"], {"screenshot", "thumb"})


async def test_what_is_forgotten_is_given_up_and_what_is_under_way_is_not() -> None:
    forgotten, whole = await make_awaiting("pdf"), await make_finished()
    under_way = await make_awaiting("wacz")
    await Snapshot.filter(id=under_way.id).update(finished_at=NOW + timedelta(minutes=5))

    assert await give_up_forgotten(NOW + timedelta(minutes=1)) == 1
    assert (await state_of(forgotten))[:3] == (Status.PARTIAL, [], ["pdf"])
    assert (await state_of(under_way))[:3] == (Status.COMPLETE, ["wacz"], [])
    assert (await state_of(whole))[:3] == (Status.COMPLETE, [], [])
    assert await give_up_forgotten(NOW + timedelta(minutes=1)) == 0


async def test_artifact_that_comes_after_it_was_given_up_is_kept_all_the_same() -> None:
    snapshot = await make_awaiting("pdf")
    await give_up_late(snapshot.id)

    assert await add_artifacts(snapshot.id, [make_artifact("pdf")])
    assert await state_of(snapshot) == (Status.PARTIAL, [], [], {"screenshot", "thumb", "pdf"})
