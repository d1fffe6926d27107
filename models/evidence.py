"""Evidence: what people saw with their own eyes, kept beside what we saw."""

from models.database import transaction
from models.errors import NotFound
from models.queue import StoredArtifact, artifact_row
from models.snapshots import FINAL
from models.tables import Artifact, Delivery, Snapshot

KIND = "evidence"
MOST = 5  # pieces a snapshot


async def find_shown_snapshot(bot_id: int, chat_telegram_id: int, message_id: int) -> Snapshot | None:
    """The snapshot that an answer in a chat shows."""
    shown = Delivery.filter(bot_id=bot_id, chat_telegram_id=chat_telegram_id, message_id=message_id)
    delivery = await shown.order_by("-id").select_related("snapshot").first()
    return delivery.snapshot if delivery is not None else None


async def find_finished(link_id: int) -> Snapshot | None:
    """The newest capture of a link that has ended, however it did."""
    return await Snapshot.filter(link_id=link_id, status__in=FINAL).order_by("-version").first()


async def add_evidence(snapshot_id: int, artifact: StoredArtifact) -> bool:
    """Keep a piece beside those that are there; False where it is there already, or enough are."""
    async with transaction():
        if not await Snapshot.filter(id=snapshot_id, link__deleted_at__isnull=True).exists():
            raise NotFound("no such snapshot")
        present = await Artifact.filter(snapshot_id=snapshot_id, from_person=True)
        if len(present) >= MOST or any(one.sha256 == artifact.sha256 for one in present):
            return False
        row = artifact_row(snapshot_id, artifact)
        row.kind = KIND if not present else f"{KIND}-{len(present) + 1}"
        row.from_person = True
        await row.save()
    return True
