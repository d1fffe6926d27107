from datetime import timedelta

import pytest

from bot.services.pacing import GROUP, OVERALL, PRIVATE, Limit
from models.leases import drop_lease, drop_leases, forget_leases, renew_leases, take_lease
from models.paces import hold_pace, use_pace
from models.tables import Lease
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


async def test_a_lease_is_one_process_s_until_it_ends() -> None:
    assert await take_lease("poll", "a", NOW, 10)
    assert await take_lease("poll", "a", NOW, 10)
    assert not await take_lease("poll", "b", NOW + timedelta(seconds=9), 10)
    assert await take_lease("poll", "b", NOW + timedelta(seconds=11), 10)
    assert not await take_lease("poll", "a", NOW + timedelta(seconds=12), 10)


async def test_renewing_keeps_all_of_one_s_own_and_nobody_else_s() -> None:
    for name, holder in (("x", "a"), ("y", "a"), ("z", "b")):
        await take_lease(name, holder, NOW, 10)

    assert await renew_leases("a", NOW + timedelta(seconds=5), 10) == 2

    later = NOW + timedelta(seconds=12)
    assert [await take_lease(name, "c", later, 10) for name in ("x", "y", "z")] == [False, False, True]


async def test_what_is_dropped_is_free_and_only_the_holder_drops() -> None:
    for name in ("x", "y"):
        await take_lease(name, "a", NOW, 10)

    await drop_lease("x", "b")
    assert not await take_lease("x", "b", NOW, 10)
    await drop_lease("x", "a")
    assert await take_lease("x", "b", NOW, 10)
    await drop_leases("a")
    assert await take_lease("y", "b", NOW, 10)


async def test_leases_of_the_dead_are_forgotten() -> None:
    await take_lease("x", "a", NOW - timedelta(hours=2), 10)
    await take_lease("y", "a", NOW, 10)

    assert await forget_leases(NOW - timedelta(hours=1)) == 1
    assert [lease.name for lease in await Lease.all()] == ["y"]


async def test_a_pace_lets_some_through_at_once_and_the_rest_in_their_time() -> None:
    pauses = [await use_pace("group", 1000.0, each=4, burst=5) for _ in range(7)]

    assert pauses[:5] == [0.0] * 5
    assert pauses[5:] == pytest.approx([4.0, 8.0])


async def test_what_was_not_used_is_not_saved_up() -> None:
    for _ in range(5):
        await use_pace("group", 1000.0, each=4, burst=5)

    later = [await use_pace("group", 9000.0, each=4, burst=5) for _ in range(6)]

    assert later[:5] == [0.0] * 5
    assert later[5] == pytest.approx(4.0)


async def test_a_pause_that_was_asked_for_holds_everybody() -> None:
    await use_pace("all", 1000.0, each=1 / 30, burst=1)

    await hold_pace("all", 1005.0)

    assert await use_pace("all", 1000.0, each=1 / 30, burst=1) == pytest.approx(5 + 1 / 30)


@pytest.mark.parametrize(
    ("limit", "most", "seconds"), [(OVERALL, 30, 1.0), (GROUP, 20, 60.0), (PRIVATE, 70, 60.0)], ids=str
)
async def test_never_more_than_telegram_takes_lie_in_any_span(limit: Limit, most: int, seconds: float) -> None:
    asked = [1000.0 + number % 3 * limit.each / 2 for number in range(150)]

    times = [at + await use_pace("limit", at, each=limit.each, burst=limit.burst) for at in asked]

    times.sort()
    assert max(sum(first <= time < first + seconds - 1e-3 for time in times) for first in times) <= most
