"""What of a page changes by itself, advertisements and carousels: where in its picture each of them stands.

The places travel within the picture, in a comment of the JPEG: they are pixels of it, and mean nothing without it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

HEADER = b"snapkeep rotating "
MOST = 60
MOST_BYTES = 60_000  # a segment of a JPEG has a length of two bytes
MOST_SHARE = 0.5  # of a picture: a page that calls all of itself an advertisement is not believed
START, APP, COMMENT, SCAN = b"\xff\xd8", b"\xff\xe0", b"\xff\xfe", b"\xff\xda"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle in pixels of a picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """How large it is."""
        return self.width * self.height


def write_places(jpeg: bytes, places: Sequence[Place]) -> bytes:
    """The picture with a comment that says where they are; as it is where there are none."""
    rows = [[place.left, place.top, place.width, place.height] for place in places[:MOST]]
    content = HEADER + json.dumps(rows, separators=(",", ":")).encode("ascii")
    if not rows or len(content) > MOST_BYTES or not jpeg.startswith(START):
        return jpeg
    after = len(START)
    if jpeg[after : after + 2] == APP:  # JFIF wants its own segment to be the first
        after += 2 + int.from_bytes(jpeg[after + 2 : after + 4])
    return jpeg[:after] + COMMENT + (len(content) + 2).to_bytes(2) + content + jpeg[after:]


def read_places(jpeg: bytes, width: int, height: int) -> tuple[Place, ...]:
    """Where they are in a picture of that size; nothing where it does not say, or says too much."""
    try:
        rows = json.loads(_find_comment(jpeg))
        clipped = [_clip(Place(*map(int, row)), width, height) for row in islice(rows, MOST)]
    except (ValueError, TypeError):
        return ()
    places = tuple(place for place in clipped if place.width > 0 and place.height > 0)
    return places if sum(place.area for place in places) <= MOST_SHARE * width * height else ()


def _find_comment(jpeg: bytes) -> bytes:
    place = len(START)
    while jpeg[place : place + 1] == b"\xff" and jpeg[place : place + 2] != SCAN:
        size = int.from_bytes(jpeg[place + 2 : place + 4])
        content = jpeg[place + 4 : place + 2 + size]
        if jpeg[place : place + 2] == COMMENT and content.startswith(HEADER):
            return content.removeprefix(HEADER)
        place += 2 + max(size, 2)
    return b"[]"


def _clip(place: Place, width: int, height: int) -> Place:
    left, top = max(place.left, 0), max(place.top, 0)
    right, bottom = min(place.left + place.width, width), min(place.top + place.height, height)
    return Place(left, top, right - left, bottom - top)
