"""Watched links over rows alone: captures end as the test says, and time passes when it says so."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.errors import ChatGone, InvalidRequest
from bot.services.delivering import deliver
from bot.services.ports import Limits
from bot.services.watching import LOOKS_BEFORE_NEWS, MOST_UNSEEN, look_after_watches, show_watches, watch_link
from models.deliveries import list_due
from models.links import bin_link, restore_link
from models.queue import Outcome, claim_this, fail_snapshot, finish_snapshot
from models.snapshots import get_snapshot_by_id
from models.tables import Delivery, Link, News, Snapshot, Status, Watch
from tests.factories import BOT_ID, NOW, make_chat, make_failed, make_finished, make_link, make_outcome, make_snapshot
from tests.paper import PaperMessenger
from tests.ports import CHAT, Desk, target

OLD, NEW = "The harbour is open.", "The harbour is closed."


async def watch(desk: Desk, *, text: str = OLD, days: int = 1) -> Link:
    """A link that was captured once and is watched."""
    link = await make_link()
    await make_finished(link, outcome=make_outcome(text=text), artifacts=())
    await watch_link(link, days, target(), desk.ports())
    return link


async def ask(desk: Desk) -> Snapshot:
    """Let time pass until the only watch asks for a capture, and return that."""
    desk.clock.now = max(desk.clock.now, (await Watch.get()).next_at)
    await look_after_watches(desk.ports())
    awaited = (await Watch.get()).awaits_id
    assert awaited is not None, "it has not been asked for"
    claimed = await claim_this(awaited, "worker", 60, desk.clock.now)
    assert claimed is not None
    return claimed


async def look(desk: Desk, text: str = OLD, *, status: int = 200, label: str = "ok", failed: str = "") -> Snapshot:
    """One look, which ends so, and what is made of it."""
    asked = await ask(desk)
    if failed:
        await fail_snapshot(asked, failed, "name_not_found", desk.clock.now)
    else:
        outcome = Outcome(Status.COMPLETE, label, desk.clock.now, http_status=status, title="Harbour", text=text)
        await finish_snapshot(asked, outcome, (), desk.clock.now)
    await look_after_watches(desk.ports())
    return await get_snapshot_by_id(asked.id)


async def gone(desk: Desk, times: int = LOOKS_BEFORE_NEWS) -> None:
    for _ in range(times):
        await look(desk, status=404, label="http_error")


async def told() -> list[News]:
    return [one.news for one in await Delivery.all().order_by("id")]


async def deliver_all(desk: Desk, messenger: PaperMessenger) -> None:
    for delivery in await list_due(BOT_ID, desk.clock.now, 100):
        await deliver(delivery, desk.ports(), messenger)


async def test_what_has_not_changed_is_not_told(desk: Desk) -> None:
    link = await watch(desk)

    same = await look(desk)

    assert await told() == []
    assert (await Watch.get()).told_of_id == same.id
    assert await Snapshot.filter(link_id=link.id).count() == 2, "every capture is a version"


async def test_what_has_changed_is_told_with_before_and_after(desk: Desk, messenger: PaperMessenger) -> None:
    await watch(desk)

    await look(desk, NEW)
    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.news is not None
    assert message.news.kind == News.CHANGED
    assert message.news.comparison is not None
    assert (message.news.comparison.removed, message.news.comparison.added) == ((OLD,), (NEW,))
    assert message.news.is_watched


async def test_one_hiccup_is_no_death_and_is_looked_at_again_within_the_hour(desk: Desk) -> None:
    await watch(desk)

    await gone(desk, 1)
    assert (await Watch.get()).next_at == desk.clock.now + timedelta(hours=1)
    await look(desk)

    assert await told() == []


@pytest.mark.parametrize(("status", "failed"), [(404, ""), (410, ""), (503, ""), (0, "unreachable"), (0, "timeout")])
async def test_a_page_that_stays_away_is_told_of_once(desk: Desk, status: int, failed: str) -> None:
    await watch(desk)

    for _ in range(LOOKS_BEFORE_NEWS + 2):
        await look(desk, status=status, label="http_error", failed=failed)

    assert await told() == [News.DIED]
    assert desk.clock.now - NOW > timedelta(hours=7), "it was given time"


async def test_what_stands_before_a_page_is_not_its_death(desk: Desk) -> None:
    link = await watch(desk)
    known = await Snapshot.get(link_id=link.id)

    for label in ("login_wall", "bot_check", "blank", "login_wall"):
        await look(desk, "Sign in", label=label)
    await look(desk)

    assert await told() == []
    assert (await Watch.get()).told_of_id != known.id, "and what comes after it is compared with what was before"


async def test_a_page_that_comes_back_is_told_of_with_what_it_was_before(desk: Desk, messenger: PaperMessenger) -> None:
    await watch(desk)
    await gone(desk)

    await look(desk, NEW)
    await deliver_all(desk, messenger)

    assert await told() == [News.DIED, News.BACK]
    died, back = (message.news for message in messenger.in_chat(CHAT))
    assert died is not None
    assert back is not None
    assert (died.looks, died.comparison) == (LOOKS_BEFORE_NEWS, None)
    assert died.older_permalink == back.older_permalink
    assert back.comparison is not None
    assert back.comparison.added == (NEW,)


async def test_a_line_that_is_down_is_no_death(desk: Desk) -> None:
    await watch(desk)

    for _ in range(LOOKS_BEFORE_NEWS):
        await make_failed(now=desk.clock.now + timedelta(days=1))  # somebody else's capture
        await look(desk, failed="unreachable")

    assert await told() == []


async def test_a_watch_that_sees_nothing_for_a_month_ends_and_says_so(desk: Desk, messenger: PaperMessenger) -> None:
    await watch(desk)

    for _ in range(MOST_UNSEEN):
        await look(desk, status=404, label="http_error")
    await deliver_all(desk, messenger)

    assert await told() == [News.DIED, News.ENDED]
    assert await Watch.all().count() == 0
    news = messenger.in_chat(CHAT)[-1].news
    assert news is not None
    assert not news.is_watched


async def test_a_page_that_was_gone_when_the_watch_began_is_told_of_when_it_is_there(desk: Desk) -> None:
    link = await make_link()
    await make_failed(link)
    await watch_link(link, 1, target(), desk.ports())

    await gone(desk)
    await look(desk)

    assert await told() == [News.BACK]


async def test_news_that_were_sent_before_a_crash_are_not_sent_again(desk: Desk, messenger: PaperMessenger) -> None:
    await watch(desk)
    await look(desk, NEW)
    messenger.lose_answer("show_news")  # Telegram has them, and we died before we knew

    await deliver_all(desk, messenger)
    desk.clock.wait(60)
    await look_after_watches(desk.ports())
    await deliver_all(desk, messenger)
    await deliver_all(desk, messenger)

    assert await told() == [News.CHANGED]
    assert len(messenger.in_chat(CHAT)) == 1


async def test_what_was_judged_twice_is_told_once(desk: Desk) -> None:
    await watch(desk)
    await look(desk, NEW)
    row = await Watch.get()
    await Watch.filter(id=row.id).update(awaits_id=row.told_of_id)  # as if the process had died before

    await look_after_watches(desk.ports())

    assert await told() == [News.CHANGED]


async def test_a_capture_that_a_restart_interrupted_is_waited_for(desk: Desk) -> None:
    await watch(desk)
    asked = await ask(desk)
    desk.clock.wait(3600)

    await look_after_watches(desk.ports())  # the next process, while another worker has not yet taken it over

    assert (await Watch.get()).awaits_id == asked.id
    assert await Snapshot.all().count() == 2


async def test_a_look_waits_for_people_but_not_for_ever(desk: Desk) -> None:
    await watch(desk)
    desk.clock.now = (await Watch.get()).next_at
    await make_snapshot()

    await look_after_watches(desk.ports())
    assert (await Watch.get()).awaits_id is None
    desk.clock.wait(7 * 3600)
    await look_after_watches(desk.ports())

    assert (await Watch.get()).awaits_id is not None


async def test_looks_are_spread_and_come_one_after_another(desk: Desk) -> None:
    chat = await make_chat()
    for _ in range(12):
        link = await make_link(chat)
        await make_finished(link)
        await watch_link(link, 1, target(), desk.ports())
    times = sorted([one.next_at for one in await Watch.all()])
    assert all(timedelta(hours=22) <= at - NOW <= timedelta(hours=24) for at in times)
    assert min(after - before for before, after in pairwise(times)) > timedelta(minutes=2)

    desk.clock.wait(86400)
    await look_after_watches(desk.ports())

    assert await Watch.filter(awaits_id__isnull=False).count() == 1


async def test_a_chat_watches_no_more_than_it_may(desk: Desk) -> None:
    ports = desk.ports(Limits(max_watches=1))
    chat = await make_chat()
    first, second = await make_link(chat), await make_link(chat)
    await watch_link(first, 1, target(), ports)

    await watch_link(first, 7, target(), ports)  # another pace is no second watch
    with pytest.raises(InvalidRequest, match="too_many_watches"):
        await watch_link(second, 1, target(), ports)

    assert [(one.link_id, one.days) for one in (await show_watches(chat.id, 0)).watches] == [(first.id, 7)]


async def test_a_deleted_link_is_not_looked_at_until_it_is_brought_back(desk: Desk) -> None:
    link = await watch(desk)
    await bin_link(link.id, NOW)
    desk.clock.wait(2 * 86400)

    await look_after_watches(desk.ports())
    assert await Snapshot.all().count() == 1
    assert (await show_watches(link.chat_id, 0)).total == 0
    await restore_link(link.id)
    await look_after_watches(desk.ports())

    assert await Snapshot.all().count() == 2


async def test_a_link_that_is_deleted_for_good_takes_its_watch_along(desk: Desk) -> None:
    link = await watch(desk)

    await Link.filter(id=link.id).delete()

    assert await Watch.all().count() == 0


async def test_a_chat_that_has_gone_is_looked_after_no_more(desk: Desk, messenger: PaperMessenger) -> None:
    await watch(desk)
    await look(desk, NEW)
    messenger.fail("acknowledge", ChatGone("bot was blocked by the user"))

    await deliver_all(desk, messenger)

    assert await Watch.all().count() == 0


async def test_a_watch_that_was_ended_meanwhile_tells_nothing(desk: Desk) -> None:
    link = await watch(desk)
    asked = await ask(desk)
    await finish_snapshot(asked, make_outcome(text=NEW), (), desk.clock.now)
    await watch_link(link, 7, target(), desk.ports())  # begun anew: this version is known from now on

    await look_after_watches(desk.ports())

    assert await told() == []


async def test_pages_of_watches_end_where_there_is_no_more(desk: Desk) -> None:
    chat = await make_chat()
    for _ in range(9):
        await watch_link(await make_link(chat), 1, target(), desk.ports())

    page = await show_watches(chat.id, 5)

    assert (page.page, page.pages, len(page.watches)) == (1, 2, 1)
