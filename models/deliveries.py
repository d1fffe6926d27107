"""Deliveries: answers that somebody waits for. Each is sent from its row, whatever happens in between."""

from collections.abc import Collection, Sequence
from datetime import datetime

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from models.snapshots import FINAL
from models.tables import Delivery, DeliveryState, News, Snapshot


async def create_delivery(  # noqa: PLR0913 - a place in a chat has four parts
    snapshot: Snapshot,
    bot_id: int,
    chat_telegram_id: int,
    *,
    thread_id: int | None,
    reply_to: int | None,
    language: str,
    due_at: datetime,
    now: datetime,
    news: News = News.NONE,
    older_id: int | None = None,
) -> Delivery:
    """Promise an answer. Until it is due, whoever took the request acknowledges it; then whoever delivers.

    News are an answer that nobody asked for: what became of a watched page since an older version.
    """
    return await Delivery.create(
        snapshot=snapshot,
        bot_id=bot_id,
        chat_telegram_id=chat_telegram_id,
        thread_id=thread_id,
        reply_to=reply_to,
        language=language,
        due_at=due_at,
        created_at=now,
        news=news,
        older_id=older_id,
    )


async def set_message(delivery_id: int, message_id: int, due_at: datetime) -> None:
    """Note the acknowledgement that will become the answer, which is due from then on."""
    await Delivery.filter(id=delivery_id).update(message_id=message_id, due_at=due_at)


async def list_due(
    bot_id: int, now: datetime, limit: int, without_chats: Collection[int] = (), *, only_chat: int | None = None
) -> list[Delivery]:
    """Answers and acknowledgements that can be sent now, the oldest first, with their snapshots and links.

    What waits for the chats that are left out does not count against the limit.
    """
    due = _pending(bot_id).filter(due_at__lte=now).order_by("id").limit(limit)
    if without_chats:
        due = due.exclude(chat_telegram_id__in=list(without_chats))
    if only_chat is not None:
        due = due.filter(chat_telegram_id=only_chat)
    return await due.prefetch_related("snapshot__link__chat", "snapshot__artifacts")


async def list_of_snapshot(snapshot_id: int) -> list[Delivery]:
    """The answers that wait for a snapshot, with it and its link."""
    waiting = Delivery.filter(snapshot_id=snapshot_id, state=DeliveryState.PENDING).order_by("id")
    return await waiting.select_related("snapshot__link")


async def finish_delivery(delivery_id: int, message_id: int, photo_file_id: str) -> None:
    """Note the answer as it stands in the chat."""
    await Delivery.filter(id=delivery_id).update(
        state=DeliveryState.DELIVERED, message_id=message_id, photo_file_id=photo_file_id
    )


async def delay_delivery(delivery_id: int, due_at: datetime) -> None:
    """Do it later; nothing is wrong with it."""
    await Delivery.filter(id=delivery_id).update(due_at=due_at)


async def postpone_delivery(delivery_id: int, due_at: datetime) -> None:
    """Try again later what has failed; how often it has is counted."""
    await Delivery.filter(id=delivery_id).update(due_at=due_at, attempts=F("attempts") + 1)


async def abandon_delivery(delivery_id: int) -> None:
    """Give an answer up: nobody is there any more."""
    await Delivery.filter(id=delivery_id).update(state=DeliveryState.ABANDONED)


async def find_photo_ids(bot_id: int, snapshot_ids: Sequence[int]) -> dict[int, str]:
    """Telegram's own copies of snapshots' pictures, where it has one for this bot."""
    sent = Delivery.filter(bot_id=bot_id, snapshot_id__in=list(snapshot_ids)).exclude(photo_file_id="").order_by("id")
    return dict(await sent.values_list("snapshot_id", "photo_file_id"))


async def list_delivered(link_id: int, bot_id: int, limit: int) -> list[Delivery]:
    """The newest answers about a link that stand in its chat, with their snapshots."""
    told = Delivery.filter(snapshot__link_id=link_id, bot_id=bot_id, state=DeliveryState.DELIVERED, news=News.NONE)
    return await told.order_by("-id").limit(limit).select_related("snapshot")


def _pending(bot_id: int) -> QuerySet[Delivery]:
    """Answers whose snapshot is finished, and those that the chat has not even seen acknowledged."""
    has_something_to_say = Q(snapshot__status__in=FINAL) | Q(message_id__isnull=True)
    return Delivery.filter(
        has_something_to_say,
        bot_id=bot_id,
        state=DeliveryState.PENDING,
        snapshot__link__deleted_at__isnull=True,
    )
