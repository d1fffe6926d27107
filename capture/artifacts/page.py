"""The archived page: the live document as static HTML; where that fails, what comes nearest to it."""

import asyncio
from urllib.parse import urldefrag

from playwright.async_api import Error as PlaywrightError

from capture.artifacts.maker import Made
from capture.egress.fetch import download
from capture.errors import NavigationTimeout
from capture.extract.decode import decode_page
from capture.freezing import FrozenPage, freeze_page
from capture.media_types import charset_of
from capture.room import user_agent
from capture.types import Artifact, ArtifactKind
from capture.visit import Visit

FREEZE_SECONDS = 12.0
MHTML_SECONDS = 5.0
AGAIN_SECONDS = 5.0
LAST_SECONDS = 1.0  # of what the budget keeps back for pages that hang
MAX_BYTES = 50 * 1024 * 1024
HTML_TYPE = "text/html"
MHTML_TYPE = "multipart/related"


class PageMaker:
    """The page itself, to be read when the site is gone."""

    kind = ArtifactKind.PAGE

    def applies_to(self, visit: Visit) -> bool:
        """Only what is a page."""
        return visit.document.is_html

    async def make(self, visit: Visit) -> Made:
        """Frozen HTML with its bodies; else the browser's own archive; else the document as the server sent it."""
        return await make_frozen(visit) or await make_mhtml(visit) or await make_raw(visit)


async def make_frozen(visit: Visit) -> Made | None:
    """What the visitor saw; None where the page does not let itself be read."""
    try:
        async with asyncio.timeout(visit.budget.hard(FREEZE_SECONDS)):
            page = await freeze_steadily(visit)
    except (TimeoutError, PlaywrightError, ValueError):
        return None
    if len(page.html) > MAX_BYTES:
        return None
    return Made((Artifact(ArtifactKind.PAGE, HTML_TYPE, page.html),), page.is_cut, page.resources)


async def freeze_steadily(visit: Visit) -> FrozenPage:
    """Freeze the page; once more where it went elsewhere meanwhile."""
    try:
        return await freeze_page(visit, visit.recorder)
    except PlaywrightError:
        return await freeze_page(visit, visit.recorder)


async def make_mhtml(visit: Visit) -> Made | None:
    """The browser's own archive of the page: one file, which loses fonts, canvases and what was typed."""
    try:
        async with asyncio.timeout(visit.budget.hard(MHTML_SECONDS)):
            answer = await visit.room.session.send("Page.captureSnapshot", {"format": "mhtml"})
    except (TimeoutError, PlaywrightError):
        return None
    content = str(answer["data"]).encode("utf-8", "replace")
    if not content or len(content) > MAX_BYTES:
        return None
    return Made((Artifact(ArtifactKind.PAGE, MHTML_TYPE, content),), was_cut_short=True)


async def make_raw(visit: Visit) -> Made:
    """The document as the server sent it; sent again where the page hangs: the browser keeps bodies where pages run."""
    body = visit.recorder.bodies().get(urldefrag(visit.document.url).url)
    if body is not None and body.content:
        content, charset = body.content, charset_of(body.content_type)
    else:
        content, charset = await get_again(visit)
    text = decode_page(content, charset)
    return Made((Artifact(ArtifactKind.PAGE, HTML_TYPE, text.encode("utf-8", "replace")),), was_cut_short=True)


async def get_again(visit: Visit) -> tuple[bytes, str]:
    """The document's bytes and what its header says of their encoding, asked for once more."""
    agent = user_agent(visit.room.chromium.browser.version, is_mobile=visit.viewport.is_mobile)
    got = await download(
        visit.room.gate,
        visit.document.url,
        max_bytes=MAX_BYTES,
        seconds=max(LAST_SECONDS, visit.budget.hard(AGAIN_SECONDS)),
        headers={"User-Agent": agent},
    )
    if got.status != visit.document.status or not got.content:
        raise NavigationTimeout("the page let nothing be taken of it")
    return got.content, charset_of(got.headers.get("content-type", ""))
