"""Where two pictures of a page differ: boxes in the newer one, and lines where something is gone."""

from dataclasses import dataclass
from statistics import mode

import pyvips

from capture.compare.strips import RINGING, Strip, align, are_alike, cut_strips

MOST_PIXELS = 60_000_000  # of each picture, by its header
CELL = 8  # pixels; differences are looked at in squares, so that JPEG's own noise averages out
LEVELS = 32  # of the mean of a square; a changed letter makes 50 and more
NUDGES = (0, -1, 1, -2, 2, -4, 4)  # rows: where a strip begins is a matter of a level more or less
APART = 96  # pixels between two boxes in one strip
NEAR = 16  # pixels between a box and the one below it that become one
PAPER = 12  # levels around the background that are background


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the newer picture; one without a height says that something was there before."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first row below."""
        return self.top + self.height


def find_boxes(older: pyvips.Image, newer: pyvips.Image) -> list[Box]:
    """The regions that changed, from top to bottom; both pictures are in memory and equally wide."""
    boxes: list[Box] = []
    end = 0  # of what was last seen in the newer picture
    still: list[tuple[Strip, Strip]] = []  # pairs that moved together
    for before, after in align(cut_strips(older), cut_strips(newer)):
        if before and after and are_alike(before, after):
            if still and abs(_shift(*still[-1]) - _shift(before, after)) > 1:
                boxes += _look_closely(still, older, newer)
                still = []
            still.append((before, after))
        else:
            boxes += _name(before, after, older, newer, end)
        end = after.top + after.height if after else end
    return merge([*boxes, *_look_closely(still, older, newer)]) if still else merge(boxes)


def _shift(before: Strip, after: Strip) -> int:
    return round(after.centre - before.centre)


def _look_closely(pairs: list[tuple[Strip, Strip]], older: pyvips.Image, newer: pyvips.Image) -> list[Box]:
    """What differs within strips that look alike and moved together."""
    shift = mode(_shift(*pair) for pair in pairs)
    first, last = pairs[0][1], pairs[-1][1]
    boxes = _differ(first.top, last.top + last.height, shift, older, newer)
    for before, after in pairs if boxes else ():
        boxes = _settle_strip(before, after, boxes, older, newer)
    return boxes


def _settle_strip(before: Strip, after: Strip, boxes: list[Box], older: pyvips.Image, newer: pyvips.Image) -> list[Box]:
    """A line that moved a row more or less than its neighbours, as fractions of a pixel round, has not changed."""
    end = after.top + after.height
    inside = [box for box in boxes if box.bottom > after.top and box.top < end]
    if not inside:
        return boxes
    own = _shift(before, after)
    tries = [_differ(after.top, end, own + nudge, older, newer) for nudge in (0, -1, 1)]
    best = min(tries, key=_area)
    return boxes if _area(best) >= _area(inside) else [*(box for box in boxes if box not in inside), *best]


def _name(before: Strip | None, after: Strip | None, older: pyvips.Image, newer: pyvips.Image, end: int) -> list[Box]:
    """What a strip is that has no match."""
    if after is None:
        return [Box(0, min(end + 4, newer.height - 1), newer.width, 0)]
    if before is None or abs(before.height - after.height) > RINGING:
        return [_ink_of(after, newer)]
    shift = after.top - before.top
    tries = (_differ(after.top, after.top + after.height, shift + nudge, older, newer) for nudge in NUDGES)
    return min(tries, key=_area)


def _area(boxes: list[Box]) -> int:
    return sum(box.width * box.height for box in boxes)


def _differ(top: int, bottom: int, shift: int, older: pyvips.Image, newer: pyvips.Image) -> list[Box]:
    """The boxes between two rows of the newer picture, whose rows stood `shift` higher in the older one."""
    top = max(top, shift, 0)
    height = min(bottom, newer.height, older.height + shift) - top
    if height < CELL:
        return []
    difference = (older.crop(0, top - shift, older.width, height) - newer.crop(0, top, newer.width, height)).abs()
    cells = _worst_band(difference).cast("uchar").shrink(CELL, CELL)
    if cells.max() <= LEVELS:
        return []
    marks, wide = bytes((cells > LEVELS).write_to_memory()), cells.width
    rows = [marks[start : start + wide] for start in range(0, len(marks), wide)]
    return [
        Box(start * CELL, top + row * CELL, min((stop - start + 1) * CELL, newer.width - start * CELL), CELL)
        for row, cells_of_row in enumerate(rows)
        if any(cells_of_row)
        for start, stop in _spans([column for column, mark in enumerate(cells_of_row) if mark])
    ]


def _worst_band(image: pyvips.Image) -> pyvips.Image:
    return image[0].bandrank([image[1], image[2]], index=2) if image.bands >= 3 else image[0]


def _spans(columns: list[int]) -> list[tuple[int, int]]:
    spans = [(columns[0], columns[0])]
    for column in columns[1:]:
        start, stop = spans[-1]
        if (column - stop) * CELL > APART:
            spans.append((column, column))
        else:
            spans[-1] = (start, column)
    return spans


def _ink_of(strip: Strip, image: pyvips.Image) -> Box:
    """All that is not background of a strip."""
    part = image.crop(0, strip.top, image.width, strip.height)
    ink = _worst_band((part - part.getpoint(0, 0)).abs()) > PAPER
    left, right = (int(one.profile()[1].min()) for one in (ink, ink.fliphor()))
    return Box(left, strip.top, max(image.width - right - left, 1), strip.height)


def merge(boxes: list[Box]) -> list[Box]:
    """Join boxes that follow each other closely, until none do."""
    merged = _merge_once(boxes)
    while len(merged) < len(boxes):
        boxes, merged = merged, _merge_once(merged)
    return merged


def _merge_once(boxes: list[Box]) -> list[Box]:
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda one: (one.top, one.left)):
        other = next((one for one in reversed(merged[-60:]) if _is_near(one, box)), None)
        if other is None:
            merged.append(box)
        else:
            merged[merged.index(other)] = _join(other, box)
    return merged


def _is_near(one: Box, below: Box) -> bool:
    is_close = below.top - one.bottom <= NEAR
    overlaps = one.left - NEAR < below.left + below.width and below.left - NEAR < one.left + one.width
    return is_close and overlaps


def _join(one: Box, other: Box) -> Box:
    if not one.height or not other.height:  # a line where something is gone, beside a box: the box says it all
        return one if one.height or not other.height else other
    left, top = min(one.left, other.left), min(one.top, other.top)
    right, bottom = max(one.left + one.width, other.left + other.width), max(one.bottom, other.bottom)
    return Box(left, top, right - left, bottom - top)
