"""Watching: a link is captured again in the background, and its chat hears of what really changed."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import InvalidRequest
from bot.services.cards import ComparisonCard
from bot.services.choosing import view_of
from bot.services.comparing import compare
from bot.services.ports import Ports, Target
from bot.services.queueing import check_quota, queue_capture
from models.comparisons import find_newest_kept
from models.errors import NotFound
from models.snapshots import FINAL, get_snapshot_by_id
from models.tables import Link, Snapshot, Status, Watch
from models.watches import (
    anything_waits,
    count_failures,
    drop_watch,
    expect_snapshot,
    list_due_watches,
    postpone_watch,
    put_watch,
    settle_watch,
)

MOST_FAILURES = 10  # in a row; then nobody is home any more
QUOTA_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class News:
    """What a watch has to tell; without a comparison, that it has stopped."""

    watch: Watch
    target: Target
    comparison: ComparisonCard | None
    told_of_id: int | None


async def watch_link(link: Link, days: int, target: Target, ports: Ports) -> None:
    """Watch a link from its newest kept version on."""
    newest = await find_newest_kept(link.id)
    await put_watch(
        link.id,
        ports.bot_id,
        target.chat_id,
        thread_id=target.thread_id,
        language=target.language,
        days=days,
        told_of_id=newest.id if newest else None,
        now=ports.clock(),
    )


async def look_after_watches(ports: Ports) -> list[News]:
    """Ask for the next capture that is due, while nobody else waits, and return what is to be told."""
    news = []
    for watch in await list_due_watches(ports.bot_id, ports.clock()):
        if watch.awaits_id is None:
            await _ask(watch, ports)
        elif (found := await _judge(watch, watch.awaits_id, ports)) is not None:
            news.append(found)
    return news


async def end_news(news: News) -> None:
    """Note that it has been told."""
    if news.comparison is None:
        await drop_watch(news.watch.link.chat_id, news.watch.link_id)
    else:
        await settle_watch(news.watch, news.told_of_id)


async def _ask(watch: Watch, ports: Ports) -> None:
    if await anything_waits():
        return
    chat, now = watch.link.chat, ports.clock()
    try:
        await check_quota(chat.id, ports)
    except InvalidRequest:
        await postpone_watch(watch, now + QUOTA_PAUSE)
        return
    snapshot = await queue_capture(watch.link, view_of(chat), ports)
    await expect_snapshot(watch, snapshot.id, now)
    ports.wake_workers()


async def _judge(watch: Watch, awaited_id: int, ports: Ports) -> News | None:
    """What the awaited capture has to tell; None where it is not finished, or tells nothing."""
    try:
        newer = await get_snapshot_by_id(awaited_id)
    except NotFound:
        await settle_watch(watch, watch.told_of_id)
        return None
    if newer.status not in FINAL:
        return None
    target = Target(watch.chat_telegram_id, None, watch.thread_id, watch.language or "en")
    if newer.status is Status.FAILED:
        if await count_failures(watch.link_id, watch.told_of_id) >= MOST_FAILURES:
            return News(watch, target, None, None)
        await settle_watch(watch, watch.told_of_id)
        return None
    comparison = await _compare_with_told(watch, newer, ports)
    if comparison is None or not comparison.is_real:
        await settle_watch(watch, newer.id)
        return None
    return News(watch, target, comparison, newer.id)


async def _compare_with_told(watch: Watch, newer: Snapshot, ports: Ports) -> ComparisonCard | None:
    if watch.told_of_id is None:
        return None
    return await compare(await get_snapshot_by_id(watch.told_of_id), newer, ports)
