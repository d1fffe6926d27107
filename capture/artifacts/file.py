"""What is not a page is kept as the file that it is."""

from capture.artifacts.maker import Made
from capture.egress.fetch import download
from capture.types import Artifact, ArtifactKind
from capture.visit import Visit

FILE_BYTES = 50 * 1024 * 1024
FILE_SECONDS = 30.0


class FileMaker:
    """The file behind an address that is no page, by plain download through the same gate."""

    kind = ArtifactKind.FILE

    def applies_to(self, visit: Visit) -> bool:
        """Only what is not a page, and was really there."""
        return not visit.document.is_html and (visit.document.status or 200) < 400

    async def make(self, visit: Visit) -> Made:
        """The bytes as the server gives them."""
        got = await download(
            visit.room.gate, visit.document.url, max_bytes=FILE_BYTES, seconds=visit.budget.hard(FILE_SECONDS)
        )
        return Made((Artifact(ArtifactKind.FILE, got.media_type, got.content),))
