"""Rows for tests: each builder makes a row that is complete, and whatever it needs, unless it is given."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from models.chats import get_or_create_chat
from models.deliveries import create_delivery
from models.ids import new_permalink
from models.links import save_link
from models.people import admit_person
from models.queue import Outcome, StoredArtifact, claim_this, fail_snapshot, finish_snapshot
from models.resources import StoredResource
from models.snapshots import enqueue_snapshot
from models.tables import Chat, ChatKind, Delivery, Link, Person, Role, Snapshot, Status

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BOT_ID = 4242

numbers: Iterator[int] = count(1000)  # for what must differ and does not matter


async def make_person(telegram_id: int | None = None, *, name: str = "Ada", role: Role = Role.MEMBER) -> Person:
    return await admit_person(telegram_id or next(numbers), name, role)


async def make_chat(telegram_id: int | None = None, *, kind: ChatKind = ChatKind.PRIVATE, title: str = "Ada") -> Chat:
    return await get_or_create_chat(telegram_id or next(numbers), kind, title)


async def make_link(
    chat: Chat | None = None,
    url: str = "",
    *,
    person: Person | None = None,
    origin: dict[str, str] | None = None,
    now: datetime = NOW,
) -> Link:
    chat = chat or await make_chat()
    url = url or f"https://example.com/{next(numbers)}"
    key = sha256(url.encode()).hexdigest()
    link, _ = await save_link(chat.id, key, url, person.id if person else None, origin, now)
    return link


async def make_snapshot(link: Link | None = None, *, now: datetime = NOW) -> Snapshot:
    """A snapshot that waits."""
    snapshot, _ = await enqueue_snapshot(link or await make_link(now=now), new_permalink(), now)
    return snapshot


async def make_claimed(link: Link | None = None, *, holder: str = "worker", now: datetime = NOW) -> Snapshot:
    """A snapshot that `holder` captures."""
    waiting = await make_snapshot(link, now=now)
    claimed = await claim_this(waiting.id, holder, 60, now)
    assert claimed is not None
    return claimed


async def make_finished(
    link: Link | None = None,
    *,
    outcome: Outcome | None = None,
    artifacts: tuple[StoredArtifact, ...] | None = None,
    resources: tuple[StoredResource, ...] = (),
    now: datetime = NOW,
) -> Snapshot:
    """A snapshot that is complete, with a screenshot and a thumbnail."""
    claimed = await make_claimed(link, now=now)
    if artifacts is None:
        artifacts = (make_artifact("screenshot"), make_artifact("thumb"))
    assert await finish_snapshot(claimed, outcome or make_outcome(), artifacts, now + timedelta(seconds=5), resources)
    return await Snapshot.get(id=claimed.id).select_related("link__chat").prefetch_related("artifacts")


async def make_failed(
    link: Link | None = None, *, label: str = "unreachable", code: str = "name_not_found", now: datetime = NOW
) -> Snapshot:
    claimed = await make_claimed(link, now=now)
    assert await fail_snapshot(claimed, label, code, now + timedelta(seconds=5))
    return await Snapshot.get(id=claimed.id).select_related("link__chat").prefetch_related("artifacts")


async def make_delivery(
    snapshot: Snapshot | None = None,
    *,
    bot_id: int = BOT_ID,
    chat_telegram_id: int = 77,
    due_at: datetime = NOW,
    now: datetime = NOW,
) -> Delivery:
    snapshot = snapshot or await make_finished(now=now)
    return await create_delivery(
        snapshot,
        bot_id,
        chat_telegram_id,
        thread_id=None,
        reply_to=None,
        language="en",
        due_at=due_at,
        now=now,
    )


def make_outcome(*, title: str = "A page", text: str = "", status: Status = Status.COMPLETE) -> Outcome:
    return Outcome(
        status=status,
        label="ok",
        captured_at=NOW,
        final_url="https://example.com/final",
        http_status=200,
        title=title,
        site="Example",
        language="en",
        text=text,
    )


def make_artifact(kind: str, content: bytes = b"", *, media_type: str = "image/jpeg") -> StoredArtifact:
    content = content or f"{kind} {next(numbers)}".encode()
    name = sha256(content).hexdigest()
    return StoredArtifact(kind, media_type, len(content), name, width=1280, height=800)


def make_resource(content: bytes = b"", *, media_type: str = "image/png") -> StoredResource:
    content = content or f"body {next(numbers)}".encode()
    name = sha256(content).hexdigest()
    return StoredResource(f"https://example.com/{name[:8]}", media_type, len(content), name)
