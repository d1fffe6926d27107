"""The queue: a snapshot's row is its job. Whoever claimed it holds it until somebody else can claim it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from models.database import reader, transaction, writer
from models.indexing import index_link
from models.resources import StoredResource, add_resources
from models.tables import SEEN_LABELS, Artifact, Chat, Link, Snapshot, Status

MAX_LINE = 255  # of what is shown on one line


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a capture found out."""

    status: Status
    label: str
    captured_at: datetime
    final_url: str = ""
    http_status: int | None = None
    title: str = ""
    site: str = ""
    language: str = ""
    author: str = ""
    published_at: datetime | None = None
    excerpt: str = ""
    text: str = ""
    missing: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()  # kinds that are still being made; `models.late` brings them
    receipt: dict[str, object] | None = None  # as bot.services.receipts writes it


@dataclass(frozen=True, slots=True)
class StoredArtifact:
    """One thing that a capture made, whose bytes are in the blob store."""

    kind: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None


# Fair: the waiting chat that was served longest ago, its oldest row. A lease that ran out is waiting again.
NEXT = """
    SELECT snapshots.id FROM snapshots
    JOIN links ON links.id = snapshots.link_id JOIN chats ON chats.id = links.chat_id
    WHERE links.deleted_at IS NULL
      AND (snapshots.status = 'queued' OR (snapshots.status = 'capturing' AND snapshots.lease_until < ?))
    ORDER BY chats.claimed_at NULLS FIRST, chats.id, snapshots.queued_at, snapshots.id LIMIT 1
"""
THIS = """
    SELECT id FROM snapshots
    WHERE id = ? AND (status = 'queued' OR (status = 'capturing' AND lease_until < ?))
"""
CLAIM = """
    UPDATE snapshots SET status = 'capturing', step = '', attempt = attempt + 1, holder = ?, lease_until = ?
    WHERE id = ({which}) RETURNING id
"""


async def claim_snapshot(holder: str, lease_seconds: float, now: datetime) -> Snapshot | None:
    """Take the next snapshot, with its link; None where nothing waits."""
    return await _claim(CLAIM.format(which=NEXT), holder, lease_seconds, now, [now])


async def claim_this(snapshot_id: int, holder: str, lease_seconds: float, now: datetime) -> Snapshot | None:
    """Take that snapshot out of turn; None where somebody else holds it or it is finished."""
    return await _claim(CLAIM.format(which=THIS), holder, lease_seconds, now, [snapshot_id, now])


async def renew_lease(snapshot: Snapshot, now: datetime, lease_seconds: float) -> bool:
    """Hold a snapshot longer; False where it is no longer ours."""
    return bool(await _ours(snapshot).update(lease_until=now + timedelta(seconds=lease_seconds)))


async def set_step(snapshot: Snapshot, step: str) -> bool:
    """Note where a capture is; False where it is no longer ours."""
    return bool(await _ours(snapshot).update(step=step))


async def finish_snapshot(
    snapshot: Snapshot,
    outcome: Outcome,
    artifacts: Sequence[StoredArtifact],
    now: datetime,
    resources: Sequence[StoredResource] = (),
) -> bool:
    """Keep what a capture brought home, findable; False where it is no longer ours: then nothing is kept."""
    async with transaction():
        is_ours = await _ours(snapshot).update(
            status=outcome.status,
            step="",
            error="",
            holder="",
            lease_until=None,
            finished_at=now,
            label=outcome.label,
            captured_at=outcome.captured_at,
            final_url=outcome.final_url,
            http_status=outcome.http_status,
            title=outcome.title,
            site=outcome.site[:MAX_LINE],
            language=outcome.language,
            author=outcome.author[:MAX_LINE],
            published_at=outcome.published_at,
            excerpt=outcome.excerpt,
            text=outcome.text,
            missing=list(outcome.missing),
            pending=list(outcome.pending),
            receipt=outcome.receipt,
        )
        if not is_ours:
            return False
        await Artifact.bulk_create(artifact_row(snapshot.id, artifact) for artifact in artifacts)
        await add_resources(snapshot.id, resources)
        if outcome.title:
            link = Link.filter(id=snapshot.link_id)
            is_page = outcome.label in SEEN_LABELS  # an error page does not rename what was there before
            await (link if is_page else link.filter(title="")).update(title=outcome.title)
        await index_link(snapshot.link_id)
    return True


async def fail_snapshot(snapshot: Snapshot, label: str, code: str, now: datetime) -> bool:
    """Give a capture up; False where it is no longer ours."""
    async with transaction():
        is_ours = await _ours(snapshot).update(
            status=Status.FAILED,
            step="",
            label=label,
            error=code,
            holder="",
            lease_until=None,
            finished_at=now,
        )
        if is_ours:
            await index_link(snapshot.link_id)
    return bool(is_ours)


async def release_snapshot(snapshot: Snapshot, *, is_innocent: bool = False) -> bool:
    """Give a snapshot back to the queue, in its old place; False where it is no longer ours.

    An innocent one was stopped by what has nothing to do with its page: the attempt does not count.
    """
    attempt = snapshot.attempt - is_innocent
    changes = {"status": Status.QUEUED, "step": "", "holder": "", "lease_until": None, "attempt": attempt}
    return bool(await _ours(snapshot).update(**changes))


async def place_in_queue(snapshot: Snapshot) -> int:
    """When a waiting snapshot's turn comes, from 1, chats taking turns; 0 where it does not wait."""
    rows = await reader().execute_query_dict(PLACE, [snapshot.id])
    return int(rows[0]["place"] or 0)


# A chat's first waiting row is served in round 1, its second in round 2, and so on. Of every chat, those rows come
# before this one that belong to earlier rounds, and to the same round where the chat's turn comes earlier. Counted by
# chat, and here: to number ten thousand rows, and to fetch them, took twenty times as long.
PLACE = """
    WITH own AS (
        SELECT snapshots.id, snapshots.queued_at, links.chat_id
        FROM snapshots JOIN links ON links.id = snapshots.link_id
        WHERE snapshots.id = ? AND snapshots.status = 'queued' AND links.deleted_at IS NULL
    ), waiting AS (
        SELECT links.chat_id, count(*) AS size, sum(CASE
            WHEN links.chat_id = own.chat_id AND (snapshots.queued_at, snapshots.id) <= (own.queued_at, own.id)
            THEN 1 ELSE 0 END) AS round
        FROM own, snapshots JOIN links ON links.id = snapshots.link_id
        WHERE snapshots.status = 'queued' AND links.deleted_at IS NULL GROUP BY links.chat_id
    ), turns AS (
        SELECT size, round, row_number() OVER (ORDER BY chats.claimed_at NULLS FIRST, chats.id) AS turn
        FROM waiting JOIN chats ON chats.id = waiting.chat_id
    ), reached AS (
        SELECT turns.size, mine.round - CASE WHEN turns.turn <= mine.turn THEN 0 ELSE 1 END AS rounds
        FROM turns, turns AS mine WHERE mine.round > 0
    )
    SELECT sum(CASE WHEN size < rounds THEN size ELSE rounds END) AS place FROM reached
"""


async def _claim(query: str, holder: str, lease_seconds: float, now: datetime, values: list[object]) -> Snapshot | None:
    async with transaction():
        lease_until = now + timedelta(seconds=lease_seconds)
        rows = await writer().execute_query_dict(query, [holder, lease_until, *values])
        if not rows:
            return None
        snapshot = await Snapshot.get(id=rows[0]["id"]).select_related("link__chat")
        await Chat.filter(id=snapshot.link.chat_id).update(claimed_at=now)
        return snapshot


def _ours(snapshot: Snapshot) -> QuerySet[Snapshot]:
    """The row, as long as the claim that `snapshot` came from is the last one."""
    return Snapshot.filter(id=snapshot.id, status=Status.CAPTURING, holder=snapshot.holder, attempt=snapshot.attempt)


def artifact_row(snapshot_id: int, artifact: StoredArtifact) -> Artifact:
    """The row of an artifact, not yet written."""
    return Artifact(
        snapshot_id=snapshot_id,
        kind=artifact.kind,
        media_type=artifact.media_type,
        bytes=artifact.bytes,
        sha256=artifact.sha256,
        width=artifact.width,
        height=artifact.height,
    )
