"""The watcher in a whole house: rows are moved back in time, and its own rounds do the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.watcher import keep_watch
from models.tables import Snapshot, Watch
from tests.bot.handlers.conftest import house, open_with  # noqa: F401 - fixtures
from tests.house import OWNER, TestHouse
from tests.patience import until_found

HARBOUR = "https://example.com/old-harbour"


@asynccontextmanager
async def quick_rounds(house: TestHouse) -> AsyncIterator[None]:  # noqa: F811
    async with asyncio.TaskGroup() as tasks:
        rounds = tasks.create_task(keep_watch(house.house.ports, 0.05), name="quick watcher")
        yield
        rounds.cancel()


async def test_a_page_is_captured_again_when_its_time_has_come_and_news_reach_the_chat(
    house: TestHouse,  # noqa: F811
) -> None:
    answer = await house.save(HARBOUR)
    await house.ask("/watch", reply_to=answer.message_id)
    await Snapshot.all().update(text="Old harbour\nIt is open on Sundays.")
    await Watch.all().update(next_at=datetime.now(UTC) - timedelta(minutes=1))

    async with quick_rounds(house):
        told = await house.chat.wait_for(lambda message: "you watch has changed" in message.words, 15, chat_id=OWNER)

    assert "➖ It is open on Sundays." in told.words
    assert len(house.chat.photo_bytes(told)) > 0

    async def is_known() -> bool:
        return await Watch.filter(awaits_id__isnull=True, told_of__version=2).exists()

    await until_found(is_known)
