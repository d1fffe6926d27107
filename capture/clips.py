"""Pictures of places on the page: of what shows something that nobody may read."""

import asyncio
import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

import pyvips
from playwright.async_api import Error as PlaywrightError

from capture.recorder import Body
from capture.visit import Visit

CLIP_SECONDS = 6.0
MAX_CLIPS = 60
MAX_PIXELS = 40_000_000
QUALITY = 90
MOST_WIDTH = 2_000.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is drawn, in CSS pixels from the top left of the page."""

    x: float
    y: float
    width: float
    height: float


def shown_places(references: Iterable[tuple[str, ...]], bodies: Mapping[str, Body]) -> tuple[str, ...]:
    """The places for which there is no body, as the script spells them."""
    spelled: dict[str, None] = {}
    for reference in references:
        match reference:
            case ("clip", place) if place:
                spelled[place] = None
            case ("url" | "chosen", url, place, *_) if place and urldefrag(url).url not in bodies:
                spelled[place] = None
    return tuple(spelled)[:MAX_CLIPS]


async def clip_places(visit: Visit, spelled: tuple[str, ...]) -> dict[str, bytes]:
    """A JPEG of each place that lies on the picture of the page."""
    places = {one: place for one in spelled if (place := parse_place(one, visit)) is not None}
    if not places:
        return {}
    left = min(place.x for place in places.values())
    top = min(place.y for place in places.values())
    width = max(place.x + place.width for place in places.values()) - left
    height = max(place.y + place.height for place in places.values()) - top
    if width * height > MAX_PIXELS:
        return {}
    try:
        async with asyncio.timeout(visit.budget.hard(CLIP_SECONDS)):
            jpeg = await photograph(visit, Place(left, top, width, height))
    except (TimeoutError, PlaywrightError):
        return {}
    try:
        return await asyncio.to_thread(cut, jpeg, left, top, places)
    except pyvips.Error:  # the browser gave no picture
        return {}


async def photograph(visit: Visit, place: Place) -> bytes:
    """A picture of one part of the page."""
    clip = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    clip["scale"] = 1 / visit.viewport.density  # one pixel for each of CSS
    options = {"format": "jpeg", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    answer = await visit.room.session.send("Page.captureScreenshot", options)
    return base64.b64decode(answer["data"])


def cut(jpeg: bytes, left: float, top: float, places: Mapping[str, Place]) -> dict[str, bytes]:
    """Cut the places out of a picture that has all of them; runs in a thread."""
    picture = pyvips.Image.new_from_buffer(jpeg, "").copy_memory()
    clips = {}
    for spelled, place in places.items():
        x, y = round(place.x - left), round(place.y - top)
        width, height = min(round(place.width), picture.width - x), min(round(place.height), picture.height - y)
        if width > 0 and height > 0:
            clips[spelled] = picture.crop(x, y, width, height).jpegsave_buffer(Q=QUALITY, strip=True)
    return clips


def parse_place(spelled: str, visit: Visit) -> Place | None:
    """A place as the script spells it; None where it is not on the picture."""
    x, y, width, height = (float(number) for number in spelled.split(" "))
    left, top = max(0.0, x), max(0.0, y)
    # What is not made for telephones is wider there than their window.
    widest = MOST_WIDTH if visit.viewport.is_mobile else float(visit.viewport.width)
    right, bottom = min(x + width, widest), min(y + height, float(visit.max_height))
    return Place(left, top, right - left, bottom - top) if right - left >= 1 and bottom - top >= 1 else None
