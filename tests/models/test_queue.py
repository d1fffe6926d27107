import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from models.queue import (
    claim_snapshot,
    claim_this,
    fail_snapshot,
    finish_snapshot,
    place_in_queue,
    release_snapshot,
    renew_lease,
    set_step,
)
from models.snapshots import get_snapshot
from models.tables import Chat, Link, Snapshot, Status
from tests.factories import (
    NOW,
    make_artifact,
    make_chat,
    make_claimed,
    make_finished,
    make_link,
    make_outcome,
    make_snapshot,
)

pytestmark = pytest.mark.usefixtures("database")

LEASE = 60.0
LATER = NOW + timedelta(seconds=LEASE + 1)


async def fill(chat: Chat, number: int) -> list[Snapshot]:
    return [await make_snapshot(await make_link(chat), now=NOW - timedelta(minutes=number - i)) for i in range(number)]


async def test_nothing_is_claimed_from_an_empty_queue() -> None:
    await make_finished()

    assert await claim_snapshot("worker", LEASE, NOW) is None


async def test_a_claimed_snapshot_is_held() -> None:
    waiting = await make_snapshot()

    claimed = await claim_snapshot("worker", LEASE, NOW)

    assert claimed is not None
    assert (claimed.id, claimed.status, claimed.attempt) == (waiting.id, Status.CAPTURING, 1)
    assert (claimed.holder, claimed.lease_until) == ("worker", NOW + timedelta(seconds=LEASE))
    assert await claim_snapshot("another", LEASE, NOW) is None


async def test_fifty_workers_claim_ten_snapshots_once_each() -> None:
    waiting = [await make_snapshot() for _ in range(10)]

    async with asyncio.TaskGroup() as tasks:
        claims = [tasks.create_task(claim_snapshot(f"worker {i}", LEASE, NOW), name=f"worker {i}") for i in range(50)]

    claimed = [snapshot.id for claim in claims if (snapshot := claim.result())]
    assert sorted(claimed) == [snapshot.id for snapshot in waiting]


async def test_chats_take_turns_and_each_is_served_in_order() -> None:
    busy, quiet = await make_chat(), await make_chat()
    first, second, third = await fill(busy, 3)
    (only,) = await fill(quiet, 1)

    served = []
    for minute in range(4):
        claimed = await claim_snapshot("worker", LEASE * 60, NOW + timedelta(minutes=minute))
        assert claimed is not None
        served.append(claimed.id)

    assert served == [first.id, only.id, second.id, third.id]


async def test_places_say_in_which_order_snapshots_are_claimed() -> None:
    chats = [await make_chat() for _ in range(3)]
    await make_claimed(await make_link(chats[2]))
    waiting = [snapshot for chat, number in zip(chats, (4, 2, 1), strict=True) for snapshot in await fill(chat, number)]

    places = {snapshot.id: await place_in_queue(snapshot) for snapshot in waiting}
    served = []
    for second in range(len(waiting)):
        claimed = await claim_snapshot("worker", LEASE * 60, NOW + timedelta(seconds=second + 1))
        assert claimed is not None
        served.append(claimed.id)

    assert sorted(places, key=lambda snapshot_id: places[snapshot_id]) == served
    assert sorted(places.values()) == [1, 2, 3, 4, 5, 6, 7]


async def test_what_does_not_wait_has_no_place() -> None:
    assert await place_in_queue(await make_claimed()) == 0
    assert await place_in_queue(await make_finished()) == 0


async def test_an_expired_lease_is_claimed_again() -> None:
    lost = await make_claimed(holder="killed")

    assert await claim_snapshot("worker", LEASE, NOW) is None
    again = await claim_snapshot("worker", LEASE, LATER)

    assert again is not None
    assert (again.id, again.attempt, again.holder) == (lost.id, 2, "worker")


async def test_a_renewed_lease_is_not_claimed() -> None:
    held = await make_claimed()

    assert await renew_lease(held, NOW + timedelta(seconds=50), LEASE)

    assert await claim_snapshot("another", LEASE, LATER) is None


async def test_only_the_holder_can_finish() -> None:
    lost = await make_claimed(holder="slow")
    again = await claim_snapshot("quick", LEASE, LATER)
    assert again is not None

    assert not await renew_lease(lost, LATER, LEASE)
    assert not await set_step(lost, "opening")
    assert not await release_snapshot(lost)
    assert not await fail_snapshot(lost, "timeout", "timeout", LATER)
    assert not await finish_snapshot(lost, make_outcome(title="slow"), [make_artifact("screenshot")], LATER)
    assert await finish_snapshot(again, make_outcome(title="quick"), [make_artifact("screenshot")], LATER)
    assert not await finish_snapshot(again, make_outcome(title="twice"), [make_artifact("screenshot")], LATER)

    kept = await get_snapshot(again.permalink)
    assert kept.title == "quick"
    assert len(kept.artifacts) == 1


async def test_the_same_worker_cannot_finish_what_it_lost_and_got_again() -> None:
    lost = await make_claimed(holder="worker")
    again = await claim_snapshot("worker", LEASE, LATER)
    assert again is not None

    assert not await fail_snapshot(lost, "timeout", "timeout", LATER)
    assert await set_step(again, "opening")


async def test_a_released_snapshot_waits_in_its_old_place() -> None:
    chat = await make_chat()
    first, second = await fill(chat, 2)
    claimed = await claim_snapshot("stopping", LEASE, NOW)
    assert claimed is not None

    assert await release_snapshot(claimed)

    assert [await place_in_queue(snapshot) for snapshot in (first, second)] == [1, 2]
    again = await claim_snapshot("worker", LEASE, NOW)
    assert again is not None
    assert (again.id, again.attempt) == (first.id, 2)


async def test_one_snapshot_can_be_taken_out_of_turn_once() -> None:
    _, second = await fill(await make_chat(), 2)

    taken = await claim_this(second.id, "command line", LEASE, NOW)

    assert taken is not None
    assert taken.id == second.id
    assert await claim_this(second.id, "another", LEASE, NOW) is None
    assert await claim_this(second.id, "another", LEASE, LATER) is not None
    assert await claim_this((await make_finished()).id, "another", LEASE, LATER) is None


async def test_a_finished_capture_names_its_link() -> None:
    link = await make_link()

    await make_finished(link, outcome=make_outcome(title="The title"))
    await make_finished(link, outcome=make_outcome(title=""))

    assert (await Link.get(id=link.id)).title == "The title"


async def test_a_failed_capture_says_why() -> None:
    held = await make_claimed()
    await set_step(held, "opening")

    assert await fail_snapshot(held, "unreachable", "name_not_found", NOW)

    kept = await Snapshot.get(id=held.id)
    assert (kept.status, kept.label, kept.error) == (Status.FAILED, "unreachable", "name_not_found")
    assert (kept.step, kept.finished_at) == ("", NOW)


async def test_a_site_that_says_too_much_is_cut() -> None:
    held = await make_claimed()
    outcome = make_outcome()

    assert await finish_snapshot(held, replace(outcome, site="x" * 5000, author="y" * 5000), [], NOW)

    kept = await Snapshot.get(id=held.id)
    assert (len(kept.site), len(kept.author)) == (255, 255)
