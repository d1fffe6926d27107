"""Watches: links that are captured again every so often, and what their chats know of them."""

from datetime import datetime, timedelta

from models.database import transaction
from models.snapshots import ACTIVE
from models.tables import Snapshot, Status, Watch


async def put_watch(  # noqa: PLR0913 - a place in a chat has four parts
    link_id: int,
    bot_id: int,
    chat_telegram_id: int,
    *,
    thread_id: int | None,
    language: str,
    days: int,
    told_of_id: int | None,
    now: datetime,
) -> Watch:
    """Watch a link; one that is watched already goes on at the new pace."""
    async with transaction():
        await Watch.filter(link_id=link_id).delete()
        return await Watch.create(
            link_id=link_id,
            bot_id=bot_id,
            chat_telegram_id=chat_telegram_id,
            thread_id=thread_id,
            language=language,
            days=days,
            next_at=now + timedelta(days=days),
            told_of_id=told_of_id,
            created_at=now,
        )


async def drop_watch(chat_id: int, link_id: int) -> bool:
    """Stop watching one of a chat's links; whether it was watched."""
    return bool(await Watch.filter(link_id=link_id, link__chat_id=chat_id).delete())


async def list_watches(chat_id: int) -> list[Watch]:
    """What a chat watches, the oldest first, with the links."""
    return (
        await Watch.filter(link__chat_id=chat_id, link__deleted_at__isnull=True).order_by("id").select_related("link")
    )


async def list_due_watches(bot_id: int, now: datetime) -> list[Watch]:
    """Watches whose capture is asked for, or ought to be by now, with link and chat."""
    mine = Watch.filter(bot_id=bot_id, link__deleted_at__isnull=True).select_related("link__chat").order_by("next_at")
    return [*await mine.filter(awaits_id__isnull=False), *await mine.filter(awaits_id__isnull=True, next_at__lte=now)]


async def anything_waits() -> bool:
    """Whether somebody's capture waits or runs."""
    return await Snapshot.filter(status__in=ACTIVE).exists()


async def expect_snapshot(watch: Watch, snapshot_id: int, now: datetime) -> None:
    """Note which capture a watch asked for."""
    await Watch.filter(id=watch.id).update(awaits_id=snapshot_id, next_at=now + timedelta(days=watch.days))


async def postpone_watch(watch: Watch, until: datetime) -> None:
    """Look at a watch again later."""
    await Watch.filter(id=watch.id).update(next_at=until)


async def settle_watch(watch: Watch, told_of_id: int | None) -> None:
    """Note that a capture was looked at, and which one the chat knows now."""
    await Watch.filter(id=watch.id).update(awaits_id=None, told_of_id=told_of_id)


async def count_failures(link_id: int, told_of_id: int | None) -> int:
    """How many captures in a row have failed since the one that the chat knows."""
    return await Snapshot.filter(link_id=link_id, id__gt=told_of_id or 0, status=Status.FAILED).count()
