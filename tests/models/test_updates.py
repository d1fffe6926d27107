from datetime import timedelta

import pytest

from models.tables import SeenUpdate
from models.updates import count_attempt, forget_updates, list_unhandled, mark_handled, record_updates
from tests.factories import BOT_ID, NOW

pytestmark = pytest.mark.usefixtures("database")


async def test_an_update_that_comes_twice_is_new_once() -> None:
    assert await record_updates(BOT_ID, [(2, {"b": 1}), (1, {"a": 1})], NOW) == [1, 2]
    assert await record_updates(BOT_ID, [(2, {"b": 2}), (3, {}), (3, {})], NOW) == [3]
    assert await record_updates(BOT_ID + 1, [(1, {})], NOW) == [1]

    assert [update.update_id for update in await list_unhandled(BOT_ID)] == [1, 2, 3]
    assert (await list_unhandled(BOT_ID))[1].payload == {"b": 1}


async def test_nothing_is_nothing_new() -> None:
    assert await record_updates(BOT_ID, [], NOW) == []


async def test_a_handled_update_is_emptied_but_still_known() -> None:
    await record_updates(BOT_ID, [(1, {"text": "secret"})], NOW)

    await mark_handled(BOT_ID, 1, NOW)

    assert await list_unhandled(BOT_ID) == []
    assert (await SeenUpdate.get(update_id=1)).payload is None
    assert await record_updates(BOT_ID, [(1, {"text": "secret"})], NOW) == []


async def test_attempts_are_counted_across_restarts() -> None:
    await record_updates(BOT_ID, [(1, {})], NOW)

    assert [await count_attempt(BOT_ID, 1) for _ in range(3)] == [1, 2, 3]
    assert await count_attempt(BOT_ID, 99) == 0


async def test_only_old_and_handled_updates_are_forgotten() -> None:
    await record_updates(BOT_ID, [(1, {}), (2, {})], NOW - timedelta(days=30))
    await record_updates(BOT_ID, [(3, {})], NOW)
    for update_id in (1, 3):
        await mark_handled(BOT_ID, update_id, NOW)

    assert await forget_updates(NOW - timedelta(days=7)) == 1

    assert sorted([update.update_id for update in await SeenUpdate.all()]) == [2, 3]
