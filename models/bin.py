"""The bin: what was deleted long enough ago goes for good."""

from datetime import datetime

from models.database import transaction
from models.tables import Artifact, Link


async def empty_bin(before: datetime) -> list[str]:
    """Delete the links that were binned before then; the names of the blobs that nothing needs now."""
    async with transaction():
        link_ids = [link.id for link in await Link.filter(deleted_at__lt=before).only("id")]
        if not link_ids:
            return []
        names = {artifact.sha256 for artifact in await Artifact.filter(snapshot__link_id__in=link_ids)}
        await Link.filter(id__in=link_ids).delete()
        needed = {artifact.sha256 for artifact in await Artifact.filter(sha256__in=list(names))}
        return sorted(names - needed)
