"""What the queue costs with ten thousand rows waiting, beside all that is kept (BENCH_WAITING=500 for a short look)."""

import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from models.database import open_database, transaction
from models.deliveries import list_due
from models.queue import claim_snapshot, place_in_queue
from models.snapshots import count_waiting
from models.tables import Chat, ChatKind, Delivery, DeliveryState, Link, Snapshot, Status
from tests.bench.table import Table, percentile

WAITING = int(os.environ.get("BENCH_WAITING", "10000"))
KEPT = WAITING * 2
CHATS = 50
BATCH = 1000
TIMES = 100
AT_MOST = 0.02  # seconds
TEXT = "the words of a page " * 150
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


async def measure_queueing(folder: Path) -> Table:
    """Each question that the queue answers, a hundred times."""
    table = Table(f"The queue with {WAITING} captures waiting in {CHATS} chats, {KEPT} kept")
    async with open_database(f"sqlite://{folder / 'queue.db'}"):
        await fill(KEPT, WAITING)
        waiting = await Snapshot.filter(status=Status.QUEUED).order_by("-id").limit(TIMES)
        questions: dict[str, Callable[[int], Awaitable[object]]] = {
            "claim the next one": lambda n: claim_snapshot("bench", 3600, NOW + timedelta(seconds=n)),
            "place of one": lambda n: place_in_queue(waiting[n]),
            "how many a chat has waiting": lambda n: count_waiting(n % CHATS + 1),
            "which answers are due": lambda _: list_due(1, NOW, 100),
        }
        for name, ask in questions.items():
            seconds = [await time(ask, number) for number in range(TIMES)]
            p95 = percentile(seconds, 95)
            middle = percentile(seconds, 50)
            table.add(f"{name}, p95", f"{p95 * 1000:.1f} ms  (p50 {middle * 1000:.1f})", "≤ 20 ms", p95 <= AT_MOST)
    return table


async def time(ask: Callable[[int], Awaitable[object]], number: int) -> float:
    """Seconds that one question takes."""
    started = perf_counter()
    await ask(number)
    return perf_counter() - started


async def fill(kept: int, waiting: int) -> None:
    """Chats whose links are mixed, the oldest of them kept, the rest waiting with somebody to answer."""
    chats = [await Chat.create(telegram_id=n + 1, kind=ChatKind.PRIVATE, title="Ann") for n in range(CHATS)]
    for first in range(0, kept + waiting, BATCH):
        numbers = range(first, min(first + BATCH, kept + waiting))
        async with transaction():
            await Link.bulk_create(make_link(number, chats[number % CHATS]) for number in numbers)
            await Snapshot.bulk_create(make_snapshot(number, is_kept=number < kept) for number in numbers)
            await Delivery.bulk_create(make_delivery(number, is_kept=number < kept) for number in numbers)


def make_link(number: int, chat: Chat) -> Link:
    """The link of a number, which is its id as well."""
    url = f"https://example.com/{number}"
    return Link(id=number + 1, chat_id=chat.id, key=f"{number:064x}", url=url, created_at=NOW)


def make_snapshot(number: int, *, is_kept: bool) -> Snapshot:
    """Its only capture."""
    return Snapshot(
        id=number + 1,
        link_id=number + 1,
        version=1,
        permalink=f"{number:022d}",
        url=f"https://example.com/{number}",
        queued_at=NOW + timedelta(milliseconds=number),
        status=Status.COMPLETE if is_kept else Status.QUEUED,
        finished_at=NOW if is_kept else None,
        text=TEXT if is_kept else "",
    )


def make_delivery(number: int, *, is_kept: bool) -> Delivery:
    """The answer that somebody had, or waits for."""
    return Delivery(
        snapshot_id=number + 1,
        bot_id=1,
        chat_telegram_id=number % CHATS + 1,
        message_id=number + 1,
        due_at=NOW,
        created_at=NOW,
        state=DeliveryState.DELIVERED if is_kept else DeliveryState.PENDING,
    )
