"""Watches: links that are captured again every so often, and what their chats know of them."""

from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from models.database import reader, transaction
from models.indexing import UNREACHABLE
from models.snapshots import ACTIVE, FINAL
from models.tables import SEEN_LABELS, Snapshot, Status, Watch

GOLDEN = 0.6180339887  # its multiples never bunch
EARLY = 1 / 12  # of the pace: by as much at most a look comes before its time, so that not all come at once
LONGEST_ROW = 40  # of looks that are read back


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
            next_at=now + pace(link_id, days),
            told_of_id=told_of_id,
            created_at=now,
        )


def pace(link_id: int, days: int) -> timedelta:
    """How long after one look the next one comes: a little less than the days, for each link another little."""
    return timedelta(days=days) * (1 - EARLY * (link_id * GOLDEN % 1))


async def drop_watch(chat_id: int, link_id: int) -> bool:
    """Stop watching one of a chat's links; whether it was watched."""
    return bool(await Watch.filter(link_id=link_id, link__chat_id=chat_id).delete())


async def drop_watches_of(bot_id: int, chat_telegram_id: int) -> None:
    """Stop watching for a chat in which nobody hears of it."""
    await Watch.filter(bot_id=bot_id, chat_telegram_id=chat_telegram_id).delete()


async def find_watch(link_id: int) -> Watch | None:
    """The watch over a link."""
    return await Watch.get_or_none(link_id=link_id)


async def count_watches(chat_id: int, *, without: int) -> int:
    """How many links a chat watches, one of them left out."""
    return await _of_chat(chat_id).exclude(link_id=without).count()


async def list_watches(chat_id: int, limit: int, offset: int = 0) -> tuple[list[Watch], int]:
    """What a chat watches, the oldest first, with the links and what is known of them; and how much it is."""
    total = await _of_chat(chat_id).using_db(reader()).count()
    page = _of_chat(chat_id).using_db(reader()).order_by("id").limit(limit).offset(offset)
    return await page.select_related("link", "told_of"), total


def _of_chat(chat_id: int) -> QuerySet[Watch]:
    return Watch.filter(link__chat_id=chat_id, link__deleted_at__isnull=True)


async def list_due_watches(bot_id: int, now: datetime) -> list[Watch]:
    """Watches whose capture is asked for, or ought to be by now, with link and chat."""
    mine = Watch.filter(bot_id=bot_id, link__deleted_at__isnull=True).select_related("link__chat").order_by("next_at")
    return [*await mine.filter(awaits_id__isnull=False), *await mine.filter(awaits_id__isnull=True, next_at__lte=now)]


async def anything_waits() -> bool:
    """Whether somebody's capture waits or runs."""
    return await Snapshot.filter(status__in=ACTIVE).exists()


async def expect_snapshot(watch: Watch, snapshot_id: int, now: datetime) -> None:
    """Note which capture a watch asked for."""
    await Watch.filter(id=watch.id).update(awaits_id=snapshot_id, next_at=now + pace(watch.link_id, watch.days))


async def postpone_watch(watch: Watch, until: datetime) -> None:
    """Look at a watch again later."""
    await Watch.filter(id=watch.id).update(next_at=until)


async def settle_watch(watch: Watch, told_of_id: int | None) -> bool:
    """Note that a capture was looked at, and which one the chat knows now; False where somebody has done so."""
    awaiting = Watch.filter(id=watch.id, awaits_id=watch.awaits_id)
    return bool(await awaiting.update(awaits_id=None, told_of_id=told_of_id))


async def list_looks(link_id: int) -> list[Snapshot]:
    """The newest captures of a link that have ended, the newest first; without what was on the pages."""
    looks = Snapshot.filter(link_id=link_id, status__in=FINAL).order_by("-version").limit(LONGEST_ROW)
    return await looks.only("id", "version", "status", "label", "error", "http_status", "finished_at")


async def find_seen_before(link_id: int, version: int) -> Snapshot | None:
    """The newest version before another one on which the page itself was seen."""
    seen = Snapshot.filter(link_id=link_id, version__lt=version, label__in=SEEN_LABELS).exclude(status=Status.FAILED)
    return await seen.order_by("-version").first()


async def is_everything_unreachable(since: datetime, without_link_id: int) -> bool:
    """Whether other links were captured since then, and all of them in vain, for nobody answered."""
    others = Snapshot.filter(finished_at__gte=since, status__in=FINAL).exclude(link_id=without_link_id)
    labels = {str(row["label"]) for row in await others.limit(200).values("label")}
    return labels == {UNREACHABLE}
