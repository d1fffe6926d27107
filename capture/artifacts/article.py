"""The readable article: read in the page, made in a process of its own, with pictures from our own copies."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urldefrag

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.artifacts.maker import Made
from capture.errors import BrowserFailed, NavigationTimeout
from capture.extract.source import PageSource, Readable
from capture.media_types import charset_of, sniff_picture
from capture.readability import load_readability
from capture.recorder import Body
from capture.types import Artifact, ArtifactKind, PageFacts, Resource
from capture.visit import Visit

LOOK_SECONDS = 4.0  # Readability blocks the page while it works
STOP_SECONDS = 1.0
READ_SECONDS = 8.0
LIMITS = {"max_html": 3_000_000, "max_elements": 15_000, "max_inline": 60_000}
HTML_TYPE = "text/html"

_ASSET = re.compile(r'src="assets/([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Look:
    """The page as our script writes it for extractors."""

    html: str
    readable: Readable | None
    is_cut: bool


LOOK = TypeAdapter(Look)


class ArticleMaker:
    """What is to be read on a page, without all that is around it."""

    kind = ArtifactKind.ARTICLE

    def applies_to(self, visit: Visit) -> bool:
        """Only what is a page, and where there is somebody to read it."""
        return visit.document.is_html and visit.reader is not None

    async def make(self, visit: Visit) -> Made:
        """A document of its own, and the pictures in it; nothing where there is nothing to read."""
        if visit.reader is None:
            raise BrowserFailed("nobody here reads articles")
        source, is_cut = await take_source(visit)
        bodies = visit.recorder.bodies()
        pictures = await asyncio.to_thread(find_pictures, bodies)
        source = replace(source, assets={address: name for address, (name, _) in pictures.items()})
        article = await visit.reader.read(source, visit.budget.hard(READ_SECONDS))
        if not article.document:
            return Made((), article=article)
        artifact = Artifact(ArtifactKind.ARTICLE, HTML_TYPE, article.document.encode("utf-8", "replace"))
        shown = set(_ASSET.findall(article.document))
        resources = {name: resource for name, resource in pictures.values() if name in shown}
        return Made((artifact,), is_cut, tuple(resources.values()), article)


async def take_source(visit: Visit) -> tuple[PageSource, bool]:
    """The page as it stands, else as the server sent it, and whether that is less than all of it."""
    facts = describe(visit.facts)
    try:
        look = await visit.world.call(
            "article.js", LIMITS, LOOK, visit.budget.hard(LOOK_SECONDS), libraries=(load_readability(),)
        )
        return replace(facts, url=visit.document.url, html=look.html, readable=look.readable), look.is_cut
    except (TimeoutError, PlaywrightError) as error:
        await stop_looking(visit)
        body = visit.recorder.bodies().get(urldefrag(visit.document.url).url)
        if body is None or not body.content:
            raise NavigationTimeout("the page let nothing be read of it") from error
        content = body.content[: LIMITS["max_html"]]
        return replace(
            facts, url=visit.document.url, body=content, charset=charset_of(body.content_type)
        ), content != body.content


async def stop_looking(visit: Visit) -> None:
    """End our own script where it still runs: others want the page, too."""
    with suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(STOP_SECONDS):
            await visit.room.session.send("Runtime.terminateExecution")


def describe(facts: PageFacts) -> PageSource:
    """What is known already, which the reading process does not have to find."""
    return PageSource(
        url="",
        title=facts.title,
        site=facts.site,
        author=facts.author,
        published=facts.published_at.isoformat() if facts.published_at else "",
        language=facts.language,
    )


def find_pictures(bodies: Mapping[str, Body]) -> dict[str, tuple[str, Resource]]:
    """Those bodies that are pictures, by address, each with its hash; runs in a thread."""
    found: dict[str, tuple[str, Resource]] = {}
    for address, body in bodies.items():
        media_type = sniff_picture(body.content) if body.resource_type == "image" else None
        if media_type:
            name = sha256(body.content).hexdigest()
            found[address] = (name, Resource(body.url, media_type, body.content))
    return found
