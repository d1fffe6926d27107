"""The web archive: everything that went over the wire, for the tools of archivists."""

import asyncio
import time
from datetime import UTC, datetime
from urllib.parse import urldefrag

from capture.archive import ArchivedPage, pack_wacz
from capture.artifacts.maker import Made
from capture.errors import BrowserFailed
from capture.receipts import own_version
from capture.types import Artifact, ArtifactKind
from capture.visit import Visit

COLLECT_SECONDS = 4.0  # for bodies that are still on their way, and headers as they were sent
PACK_SECONDS = 10.0
WACZ_TYPE = "application/wacz"


class WaczMaker:
    """Packs the exchanges of a visit; asks the page for nothing more."""

    kind = ArtifactKind.WACZ

    def applies_to(self, visit: Visit) -> bool:
        """Whatever went through the page; a download did not."""
        return not visit.document.is_download

    async def make(self, visit: Visit) -> Made:
        """A WACZ that opens with the page."""
        page = describe_page(visit)
        exchanges = await visit.recorder.collect(COLLECT_SECONDS)
        packed = await asyncio.to_thread(pack_wacz, page, exchanges, time.monotonic() + PACK_SECONDS)
        if not packed.exchanges:
            raise BrowserFailed("nothing that went over the wire was recorded")
        artifact = Artifact(ArtifactKind.WACZ, WACZ_TYPE, packed.content)
        return Made((artifact,), was_cut_short=packed.left_out > 0)


def describe_page(visit: Visit) -> ArchivedPage:
    """What the archive says of its page: the words of the answer, and its pictures."""
    result = visit.result
    pictures = {artifact.kind: artifact for artifact in result.artifacts} if result else {}
    address, fragment = urldefrag(visit.document.url)
    is_route = fragment.startswith(("/", "!"))  # of an application; any other fragment is a place on the page
    return ArchivedPage(
        url=visit.document.url if is_route else address,
        title=result.facts.title if result else "",
        captured_at=result.captured_at if result else datetime.now(UTC),
        software=f"Snapkeep {own_version()}",
        text=result.facts.text if result else "",
        view=pictures.get(ArtifactKind.PHOTO),
        thumbnail=pictures.get(ArtifactKind.THUMB),
    )
