"""The page on paper: as it looks on the screen, its text to be selected and its links to be followed."""

import asyncio
import base64
import re

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.artifacts.maker import Made
from capture.errors import BrowserFailed, TooLarge
from capture.types import Artifact, ArtifactKind
from capture.visit import Visit

PDF_SECONDS = 13.0
UNPIN_SECONDS = 2.0
MAX_PAGES = 200
MAX_BYTES = 49 * 1024 * 1024  # an artifact may have 50 MiB, and so may a document that a bot sends
CHUNK_BYTES = 512 * 1024
PAPER_WIDTH, PAPER_HEIGHT = 8.27, 11.69  # A4, in inches
MARGIN = 0.2  # inches, above and below: lines that are cut apart from their page's edge are hard to read
PIXELS_PER_INCH = 96
MAX_SCALE = 2.0  # Page.printToPDF
PDF_TYPE = "application/pdf"
PAGE_COUNT = re.compile(rb"/Type /Pages\s+/Count (\d+)")


class PdfMaker:
    """Prints the open page; the browser does it, so a page that never rests runs into the deadline."""

    kind = ArtifactKind.PDF

    def applies_to(self, visit: Visit) -> bool:
        """Only pages: a file is kept as the file that it is."""
        return visit.document.is_html

    async def make(self, visit: Visit) -> Made:
        """Sheets of A4 as wide as the window was; the page looks different afterwards."""
        try:
            async with asyncio.timeout(PDF_SECONDS):
                await visit.room.page.emulate_media(media="screen")
                await unpin(visit)
                content = await print_page(visit)
        except PlaywrightError as error:
            raise BrowserFailed(error.message) from error
        pages = count_pages(content)
        return Made((Artifact(ArtifactKind.PDF, PDF_TYPE, content),), was_cut_short=pages >= MAX_PAGES)


async def unpin(visit: Visit) -> None:
    """Keep fixed and sticky elements from covering every sheet."""
    await visit.world.call("unpin.js", {"milliseconds": UNPIN_SECONDS * 1000}, TypeAdapter(int), PDF_SECONDS)


async def print_page(visit: Visit) -> bytes:
    """The browser's own PDF, read piece by piece as long as it stays within the limit."""
    session = visit.room.session
    answer = await session.send(
        "Page.printToPDF",
        {
            "printBackground": True,
            "paperWidth": PAPER_WIDTH,
            "paperHeight": PAPER_HEIGHT,
            "marginTop": MARGIN,
            "marginBottom": MARGIN,
            "marginLeft": 0,
            "marginRight": 0,
            "scale": min(MAX_SCALE, PAPER_WIDTH * PIXELS_PER_INCH / visit.viewport.width),
            "pageRanges": f"1-{MAX_PAGES}",
            "transferMode": "ReturnAsStream",
        },
    )
    content = bytearray()
    is_over = False
    while not is_over:
        part = await session.send("IO.read", {"handle": answer["stream"], "size": CHUNK_BYTES})
        content += base64.b64decode(part["data"]) if part.get("base64Encoded") else part["data"].encode("latin-1")
        is_over = bool(part["eof"])
        if len(content) > MAX_BYTES:
            raise TooLarge(f"a PDF of more than {MAX_BYTES} bytes")
    await session.send("IO.close", {"handle": answer["stream"]})
    if not content.startswith(b"%PDF-"):
        raise BrowserFailed("what was printed is no PDF")
    return bytes(content)


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF of Chromium's has: the root of its tree of pages counts them all."""
    return max((int(found) for found in PAGE_COUNT.findall(pdf)), default=0)
