"""Watching: a link is captured again in the background, and its chat hears of what really changed.

A page is gone when `LOOKS_BEFORE_NEWS` looks in a row found it so: one that fails is looked at again sooner, and only
then is its chat told. What is to be told is a delivery, written together with what the chat knows from then on:
wherever the process dies, the same news is told once.
"""

from datetime import timedelta

from bot.errors import InvalidRequest
from bot.services.cards import WatchedLink, WatchPage
from bot.services.choosing import view_of
from bot.services.comparing import compare
from bot.services.ports import Ports, Target
from bot.services.queueing import check_quota, queue_capture
from bot.services.sights import Sight, count_gone, count_unseen, sight_of
from models.database import transaction
from models.deliveries import create_delivery
from models.errors import NotFound
from models.snapshots import FINAL, find_latest, get_snapshot_by_id
from models.tables import Link, News, Snapshot, Status, Watch
from models.watches import (
    anything_waits,
    count_watches,
    drop_watch,
    expect_snapshot,
    find_seen_before,
    is_everything_unreachable,
    list_due_watches,
    list_looks,
    list_watches,
    postpone_watch,
    put_watch,
    settle_watch,
)

LOOKS_BEFORE_NEWS = 3
LOOK_AGAIN = (timedelta(hours=1), timedelta(hours=6))  # after the first look that found it gone, and the second
MOST_UNSEEN = 30  # looks in a row; then the watch ends
QUOTA_PAUSE = timedelta(hours=6)
PATIENCE = timedelta(hours=6)  # after which a look no longer stands back behind people's captures
PAGE_SIZE = 8


async def watch_link(link: Link, days: int, target: Target, ports: Ports) -> None:
    """Watch a link from its newest version on; raise `InvalidRequest` where the chat watches too much already."""
    limit = ports.limits.max_watches
    if await count_watches(link.chat_id, without=link.id) >= limit:
        raise InvalidRequest("too_many_watches", limit=limit)
    latest = await find_latest(link.id)
    await put_watch(
        link.id,
        ports.bot_id,
        target.chat_id,
        thread_id=target.thread_id,
        language=target.language,
        days=days,
        told_of_id=latest.id if latest and latest.status in FINAL else None,
        now=ports.clock(),
    )


async def show_watches(chat_id: int, page: int) -> WatchPage:
    """One page of what a chat watches; the last one where that page has gone."""
    watches, total = await list_watches(chat_id, PAGE_SIZE, page * PAGE_SIZE)
    if not watches and page and total:
        return await show_watches(chat_id, (total - 1) // PAGE_SIZE)
    rows = tuple(
        WatchedLink(
            link_id=one.link_id,
            title=one.link.title,
            url=one.link.url,
            days=one.days,
            next_at=one.next_at,
            is_gone=one.told_of is not None and sight_of(one.told_of) is Sight.GONE,
        )
        for one in watches
    )
    return WatchPage(rows, total, page, PAGE_SIZE)


async def look_after_watches(ports: Ports) -> None:
    """Ask for the next capture that is due, and judge those that have come."""
    for watch in await list_due_watches(ports.bot_id, ports.clock()):
        if watch.awaits_id is None:
            await _ask(watch, ports)
        else:
            await _judge(watch, watch.awaits_id, ports)


async def _ask(watch: Watch, ports: Ports) -> None:
    """Queue a capture, one at a time, and not before somebody who waits for an answer."""
    chat, now = watch.link.chat, ports.clock()
    if now - watch.next_at < PATIENCE and await anything_waits():
        return
    try:
        await check_quota(chat.id, ports)
    except InvalidRequest:
        await postpone_watch(watch, now + QUOTA_PAUSE)
        return
    async with transaction():
        snapshot = await queue_capture(watch.link, view_of(chat), ports)
        await expect_snapshot(watch, snapshot.id, now)
    ports.wake_workers()


async def _judge(watch: Watch, awaited_id: int, ports: Ports) -> None:
    """What the awaited capture has to tell; nothing where it is not finished."""
    try:
        newer = await get_snapshot_by_id(awaited_id)
    except NotFound:
        await settle_watch(watch, watch.told_of_id)
        return
    if newer.status not in FINAL:
        return
    told = await get_snapshot_by_id(watch.told_of_id) if watch.told_of_id else None
    if sight_of(newer) is Sight.PAGE:
        await _judge_page(watch, told, newer, ports)
    else:
        await _judge_absence(watch, told, newer, ports)


async def _judge_page(watch: Watch, told: Snapshot | None, newer: Snapshot, ports: Ports) -> None:
    """The page is there: it may have changed, or have come back."""
    if told is None:
        await settle_watch(watch, newer.id)
    elif sight_of(told) is not Sight.PAGE:
        older = await find_seen_before(newer.link_id, newer.version)
        await _tell(watch, News.BACK, older, newer, ports)
    elif await _is_real_change(told, newer, ports):
        await _tell(watch, News.CHANGED, told, newer, ports)
    else:
        await settle_watch(watch, newer.id)


async def _is_real_change(told: Snapshot, newer: Snapshot, ports: Ports) -> bool:
    try:
        return (await compare(told, newer, ports)).is_real
    except InvalidRequest:  # too much to compare: nothing that can be said
        return False


async def _judge_absence(watch: Watch, told: Snapshot | None, newer: Snapshot, ports: Ports) -> None:
    """The page is not there: one hiccup is no death."""
    looks = await list_looks(newer.link_id)
    gone = count_gone(looks)
    is_known = told is None or sight_of(told) is not Sight.PAGE
    if count_unseen(looks) >= MOST_UNSEEN:
        await _tell(watch, News.ENDED, told, newer, ports)
    elif gone >= LOOKS_BEFORE_NEWS and not is_known and not await _is_it_us(newer, looks[gone - 1]):
        await _tell(watch, News.DIED, told, newer, ports)
    elif await settle_watch(watch, watch.told_of_id) and not is_known and 0 < gone <= len(LOOK_AGAIN):
        await postpone_watch(watch, ports.clock() + LOOK_AGAIN[gone - 1])


async def _is_it_us(newer: Snapshot, first: Snapshot) -> bool:
    """Whether nobody at all could be reached since the first look in vain: then the line is down, and not the page."""
    if newer.status is not Status.FAILED or first.finished_at is None:
        return False
    return await is_everything_unreachable(first.finished_at, newer.link_id)


async def _tell(watch: Watch, news: News, older: Snapshot | None, newer: Snapshot, ports: Ports) -> None:
    """Write down, at once, what is to be told and that it has been: the news go out from a row of their own."""
    now = ports.clock()
    async with transaction():
        if not await settle_watch(watch, newer.id):
            return  # somebody has ended this watch, or begun it anew
        if news is News.ENDED:
            await drop_watch(watch.link.chat_id, watch.link_id)
        await create_delivery(
            newer,
            watch.bot_id,
            watch.chat_telegram_id,
            thread_id=watch.thread_id,
            reply_to=None,
            language=watch.language,
            due_at=now,
            now=now,
            news=news,
            older_id=older.id if older else None,
        )
