import asyncio
from datetime import timedelta

import pytest

from bot.services.housekeeping import KEEP_UPDATES, keep_tidy, tidy
from models.links import FOR_GOOD, bin_link
from models.tables import Link, SeenUpdate
from models.updates import mark_handled, record_updates
from tests.factories import BOT_ID, NOW, make_finished
from tests.ports import Desk


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
    await bin_link((await make_finished()).link_id, FOR_GOOD)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await keep_tidy(desk.ports())

    assert await SeenUpdate.all().count() == 0
    assert await Link.all().count() == 0
