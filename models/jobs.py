"""Which snapshots have a job, where jobs are procrastinate's: rows and jobs stand in one database."""

from dataclasses import dataclass
from datetime import datetime

from models.database import reader
from models.tables import Snapshot, Status

QUEUE, TASK = "captures", "capture"

# Each chat's snapshots are numbered: that is their turn. A lease that ran out without a job is nobody's.
JOBLESS = """
    SELECT id, link_id, place FROM (
        SELECT snapshots.id, snapshots.link_id, snapshots.status, snapshots.lease_until,
            row_number() OVER (PARTITION BY links.chat_id ORDER BY snapshots.queued_at, snapshots.id) AS place
        FROM snapshots JOIN links ON links.id = snapshots.link_id
        WHERE links.deleted_at IS NULL AND snapshots.status IN ('queued', 'capturing')
    ) AS active
    WHERE (status = 'queued' OR lease_until < ?) AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs AS jobs
        WHERE jobs.queueing_lock = 'snapshot ' || active.id AND jobs.status IN ('todo', 'doing')
    )
    ORDER BY place, id LIMIT ?
"""
IDLE = """
    SELECT jobs.id FROM procrastinate_jobs AS jobs
    WHERE jobs.status = 'todo' AND jobs.queue_name = ? AND NOT EXISTS (
        SELECT 1 FROM snapshots JOIN links ON links.id = snapshots.link_id
        WHERE snapshots.id = (jobs.args->>'snapshot_id')::integer AND snapshots.status IN ('queued', 'capturing')
            AND links.deleted_at IS NULL
    )
    LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Jobless:
    """A snapshot that waits and has no job."""

    snapshot_id: int
    link_id: int
    place: int  # among those of its chat, from 1


def job_name(snapshot_id: int) -> str:
    """The lock that lets a snapshot have one waiting job."""
    return f"snapshot {snapshot_id}"


async def list_jobless(now: datetime, limit: int) -> list[Jobless]:
    """Snapshots that wait and have no job, those first that are first in their chats."""
    rows = await reader().execute_query_dict(JOBLESS, [now, limit])
    return [Jobless(row["id"], row["link_id"], row["place"]) for row in rows]


async def list_idle_jobs(limit: int) -> list[int]:
    """Waiting jobs whose snapshot is finished, deleted or in the bin."""
    return [int(row["id"]) for row in await reader().execute_query_dict(IDLE, [QUEUE, limit])]


async def find_state(snapshot_id: int) -> Status | None:
    """Where a snapshot is in its life; None where there is none any more, or its link lies in the bin."""
    snapshot = await Snapshot.filter(id=snapshot_id, link__deleted_at__isnull=True).only("status").first()
    return snapshot.status if snapshot else None
