"""Late artifacts: what is made of a page after its snapshot has been finished."""

from collections.abc import Collection, Sequence
from datetime import datetime

from models.database import reader, transaction
from models.indexing import index_link
from models.queue import StoredArtifact, artifact_row
from models.snapshots import KEPT
from models.tables import Artifact, Snapshot, Status

# Whoever was making these died. Only the newest rows are looked through: `pending` stands behind the pages' texts,
# which are long, and the others have been looked through before.
FORGOTTEN = """
    SELECT id FROM snapshots
    WHERE id > (SELECT max(id) FROM snapshots) - 5000 AND finished_at < ? AND pending <> '[]' ORDER BY id
"""


async def add_artifacts(
    snapshot_id: int, artifacts: Sequence[StoredArtifact], missing: Collection[str] = (), *, is_cut: bool = False
) -> bool:
    """Add what was made late, and name what could not be made; False where the snapshot is gone: nothing is kept."""
    async with transaction():
        snapshot = await Snapshot.get_or_none(id=snapshot_id).prefetch_related("artifacts")
        if snapshot is None or snapshot.status not in KEPT:
            return False
        present = {artifact.kind for artifact in snapshot.artifacts}
        await Artifact.bulk_create(
            artifact_row(snapshot_id, artifact) for artifact in artifacts if artifact.kind not in present
        )
        made = present | {artifact.kind for artifact in artifacts}
        await _settle(snapshot, made, missing, is_cut=is_cut)
    return True


async def give_up_late(snapshot_id: int) -> None:
    """Call everything missing that is still awaited."""
    async with transaction():
        snapshot = await Snapshot.get_or_none(id=snapshot_id)
        if snapshot is not None and snapshot.pending:
            await _settle(snapshot, set(), snapshot.pending)


async def give_up_forgotten(before: datetime) -> int:
    """Call missing what nobody makes any more, of snapshots that were finished before then; return how many."""
    forgotten = await reader().execute_query_dict(FORGOTTEN, [before])
    for row in forgotten:
        await give_up_late(int(row["id"]))
    return len(forgotten)


async def _settle(snapshot: Snapshot, made: Collection[str], missing: Collection[str], *, is_cut: bool = False) -> None:
    snapshot.pending = [kind for kind in snapshot.pending if kind not in made and kind not in missing]
    named = [*snapshot.missing, *(kind for kind in missing if kind not in snapshot.missing)]
    snapshot.missing = [kind for kind in named if kind not in made]
    is_less = is_cut or any(kind not in made for kind in missing)
    turns_partial = is_less and snapshot.status is Status.COMPLETE
    if turns_partial:
        snapshot.status = Status.PARTIAL
    await snapshot.save(update_fields=["pending", "missing", "status"])
    if turns_partial:
        await index_link(snapshot.link_id)
