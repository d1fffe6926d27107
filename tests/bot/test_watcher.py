"""Watched pages in a whole house; rounds are made by hand, later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.services.ports import Ports
from bot.watcher import look
from models.tables import Snapshot, Watch
from tests.bot.handlers.conftest import house, open_with  # noqa: F401 - fixtures
from tests.house import OWNER, TestHouse
from tests.patience import until_found

HARBOUR = "https://example.com/old-harbour"


def later(house: TestHouse, days: int) -> Ports:  # noqa: F811
    return replace(house.house.ports, clock=lambda: datetime.now(UTC) + timedelta(days=days))


async def recapture(house: TestHouse, days: int) -> None:  # noqa: F811
    """Let the watch ask for a capture, and look at it when it is done."""
    await look(later(house, days), house.house.messenger)
    watch = await Watch.get()
    assert watch.awaits_id is not None

    async def is_done() -> bool:
        return await Snapshot.filter(id=watch.awaits_id, status__in=["complete", "failed"]).exists()

    await until_found(is_done, 10)


async def test_what_really_changed_is_told_once(house: TestHouse) -> None:  # noqa: F811
    answer = await house.save(HARBOUR)
    assert "every day" in (await house.ask("/watch", reply_to=answer.message_id)).text
    assert "harbour" in (await house.ask("/watches")).text

    await recapture(house, 2)
    before = len(house.from_bot(OWNER))
    await look(later(house, 2), house.house.messenger)
    assert len(house.from_bot(OWNER)) == before, "nothing has changed"

    await recapture(house, 4)
    await Snapshot.filter(version=3).update(text="Old harbour\nIt is closed on Sundays.")
    await look(later(house, 4), house.house.messenger)
    await look(later(house, 4), house.house.messenger)
    told = house.from_bot(OWNER)[before:]
    assert len(told) == 1
    assert "➕ It is closed on Sundays." in told[0].words


async def test_off_ends_it_and_another_word_is_explained(house: TestHouse) -> None:  # noqa: F811
    answer = await house.save(HARBOUR)
    await house.ask("/watch weekly", reply_to=answer.message_id)
    assert (await Watch.get()).days == 7

    assert "/watch weekly" in (await house.ask("/watch hourly", reply_to=answer.message_id)).text
    await house.ask("/watch off", reply_to=answer.message_id)

    assert await Watch.all().count() == 0
    assert "No page is watched" in (await house.ask("/watches")).text


async def test_a_page_that_stays_away_is_given_up_with_one_line(house: TestHouse) -> None:  # noqa: F811
    answer = await house.save("https://no-answer.example/page")
    await house.ask("/watch", reply_to=answer.message_id)
    before = len(house.from_bot(OWNER))

    for day in range(2, 11):
        await recapture(house, day * 2)
        await look(later(house, day * 2), house.house.messenger)

    told = house.from_bot(OWNER)[before:]
    assert len(told) == 1
    assert "no longer watch it" in told[0].text
    assert await Watch.all().count() == 0
