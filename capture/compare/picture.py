"""The newer picture with what changed in boxes: only the parts around them, one below the other."""

from dataclasses import dataclass, replace

import pyvips

from capture.compare.covering import count_rotated, cover, is_within
from capture.compare.regions import MOST_PIXELS, Box, find_boxes
from capture.rotating import read_places

AROUND = 120  # pixels above and below what changed, to know where one is
TEAR = 14  # pixels between two parts
MOST_HEIGHT = 2_500  # still legible on a phone
LINE = 4
FRAME = [217, 72, 15]
GREY = [200, 200, 205]


@dataclass(frozen=True, slots=True)
class PictureDifference:
    """How much of a picture changed, and the picture that shows it."""

    regions: int
    share: float  # of the newer picture's area
    small_regions: int = 0  # of one line of text at most
    jpeg: bytes = b""
    width: int = 0
    height: int = 0
    left_out: int = 0  # regions for which the picture had no room
    rotated: int = 0  # advertisements and carousels that show something else; no region of these is counted


def compare_pictures(older: bytes, newer: bytes) -> PictureDifference | None:
    """Compare two screenshots; None where they cannot be laid on each other."""
    before, after = _open(older), _open(newer)
    if before is None or after is None or before.width != after.width:
        return None
    now = read_places(newer, after.width, after.height)
    was = read_places(older, before.width, before.height) or now  # older ones said nothing of them
    boxes = [box for box in find_boxes(cover(before, was), cover(after, now)) if not is_within(box, now)]
    found = _describe(boxes, after) if boxes else PictureDifference(0, 0.0)
    return replace(found, rotated=count_rotated(before, after, was, now))


def _open(jpeg: bytes) -> pyvips.Image | None:
    try:
        image = pyvips.Image.new_from_buffer(jpeg, "")
        if image.width * image.height > MOST_PIXELS or image.width < 64:
            return None
        return image.colourspace("srgb").copy_memory()
    except pyvips.Error:
        return None


def _describe(boxes: list[Box], after: pyvips.Image) -> PictureDifference:
    shown, parts = _choose_parts(boxes, after.height)
    drawn = _stack([_draw_part(after, top, bottom, boxes) for top, bottom in parts])
    area = sum(box.width * box.height for box in boxes)
    small = sum(1 for box in boxes if box.height <= 48 and box.width <= 480)
    jpeg = bytes(drawn.jpegsave_buffer(Q=82, strip=True))
    share = area / (after.width * after.height)
    return PictureDifference(len(boxes), share, small, jpeg, drawn.width, drawn.height, len(boxes) - shown)


def _choose_parts(boxes: list[Box], height: int) -> tuple[int, list[tuple[int, int]]]:
    """How many boxes are shown, and the rows from and to which the picture is cut."""
    parts: list[tuple[int, int]] = []
    shown = 0
    for box in boxes:
        top, bottom = max(0, box.top - AROUND), min(height, box.bottom + AROUND)
        joins = bool(parts) and top <= parts[-1][1]
        candidate = [*parts[:-1], (parts[-1][0], max(bottom, parts[-1][1]))] if joins else [*parts, (top, bottom)]
        room = MOST_HEIGHT - sum(end - start + TEAR for start, end in candidate)
        if room < 0 and parts:
            break
        parts, shown = candidate, shown + 1
    parts[-1] = (parts[-1][0], min(parts[-1][1], parts[-1][0] + MOST_HEIGHT))
    return shown, parts


def _draw_part(image: pyvips.Image, top: int, bottom: int, boxes: list[Box]) -> pyvips.Image:
    part = image.crop(0, top, image.width, bottom - top)
    for box in boxes:
        if box.bottom >= top and box.top <= bottom:
            for left, upper, width, height in _frame(box, top, image.width, bottom - top):
                part = part.draw_rect(FRAME, left, upper, width, height, fill=True)
    return part


def _frame(box: Box, offset: int, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """The four bars around a box, or the one line of what is gone, inside the part."""
    if not box.height:
        return [(0, max(0, box.top - offset), width, LINE)]
    left, right = max(0, box.left - LINE * 2), min(width, box.left + box.width + LINE * 2)
    top, bottom = max(0, box.top - offset - LINE * 2), min(height, box.bottom - offset + LINE * 2)
    return [
        (left, top, right - left, LINE),
        (left, bottom - LINE, right - left, LINE),
        (left, top, LINE, bottom - top),
        (right - LINE, top, LINE, bottom - top),
    ]


def _stack(parts: list[pyvips.Image]) -> pyvips.Image:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.join(part, "vertical", expand=True, shim=TEAR, background=GREY)
    return whole
