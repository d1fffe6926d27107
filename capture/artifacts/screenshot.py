"""The full-page picture, and the smaller ones made of it."""

import asyncio
import base64
import math
from dataclasses import dataclass

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.artifacts.maker import Made
from capture.artifacts.pictures import make_pictures
from capture.rotating import MOST, Place, write_places
from capture.types import ArtifactKind
from capture.visit import Visit
from capture.window import raise_window

PICTURE_SECONDS = 12.0
QUALITY = 80
ATTEMPTS = 5
RETRY_SECONDS = 0.1
ROTATING_SECONDS = 2.0
ROTATING = {"most": MOST, "least": 30, "slack": 2}  # CSS pixels


@dataclass(frozen=True, slots=True)
class Size:
    """A size in CSS pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a page, and how much smaller a telephone makes what is wider than itself."""

    width: float
    height: float
    scale: float = 1.0


SIZE = TypeAdapter(Size)
ROWS = TypeAdapter(list[tuple[float, float, float, float]])


class ScreenshotMaker:
    """The page as it looks, from top to bottom or to the height that is allowed."""

    kind = ArtifactKind.SCREENSHOT

    def applies_to(self, visit: Visit) -> bool:
        """Whatever the browser can show; a file's picture is made of the file."""
        return not visit.document.is_download and not visit.document.is_file

    async def make(self, visit: Visit) -> Made:
        """One JPEG of the page, and the photo and thumbnail cut from it."""
        async with asyncio.timeout(visit.budget.hard(PICTURE_SECONDS)):
            jpeg, full_height = await take_picture(visit)
        pictures = await asyncio.to_thread(make_pictures, jpeg)
        return Made(pictures, was_cut_short=full_height > visit.max_height)


async def take_picture(visit: Visit) -> tuple[bytes, int]:
    """The picture and the page's whole height; tried again where the page goes elsewhere meanwhile."""
    viewport = visit.viewport
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await visit.room.session.send("Page.stopLoading")  # a dead stylesheet would block the picture
            extent = await measure(visit)
            full_height = max(viewport.height, math.ceil(extent.height * extent.scale))
            height = min(full_height, visit.max_height)
            if visit.has_frames_below:
                await raise_window(visit.room.session, visit.world, viewport, height)
            jpeg = await photograph(visit, extent.width, height / extent.scale, extent.scale)
            return write_places(jpeg, await find_rotating(visit, extent.scale)), full_height
        except PlaywrightError:
            if attempt == ATTEMPTS or visit.room.page.is_closed():
                raise
            await asyncio.sleep(RETRY_SECONDS)
    raise AssertionError("the last attempt returns or raises")


async def find_rotating(visit: Visit, scale: float) -> tuple[Place, ...]:
    """Where the picture shows advertisements and carousels; a page that cannot be asked any more has none."""
    density = visit.viewport.density * scale
    try:
        rows = await visit.world.call("rotating.js", ROTATING, ROWS, ROTATING_SECONDS)
    except (TimeoutError, PlaywrightError, ValueError):
        return ()
    return tuple(Place(*(round(value * density) for value in row)) for row in rows)


async def measure(visit: Visit) -> Extent:
    """How large the page is, asked before anything as tall as that is drawn."""
    metrics = await visit.room.session.send("Page.getLayoutMetrics")
    size = SIZE.validate_python(metrics["cssContentSize"])
    width = float(visit.viewport.width)
    if visit.viewport.is_mobile and size.width > width:
        return Extent(size.width, size.height, width / size.width)
    return Extent(width, size.height)


async def photograph(visit: Visit, width: float, height: float, scale: float) -> bytes:
    """The picture as the browser itself encodes it."""
    answer = await visit.room.session.send(
        "Page.captureScreenshot",
        {
            "format": "jpeg",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": scale},
        },
    )
    return base64.b64decode(answer["data"])
