"""Advertisements and carousels are covered before pictures are compared: what they show is no change of the page."""

from collections.abc import Sequence

import pyvips

from capture.compare.regions import CELL, Box
from capture.rotating import Place

GREY = 128
FRINGE = 8  # pixels around a place that JPEG draws otherwise when the place shows something else
ALIKE = 3.0  # levels between two pictures of the same thing, on an average
MOSTLY = 0.9  # of a box


def cover(image: pyvips.Image, places: Sequence[Place]) -> pyvips.Image:
    """The picture with all of them painted over."""
    if not places:
        return image
    for place in places:
        width, height = place.width + 2 * FRINGE, place.height + 2 * FRINGE
        paint = (pyvips.Image.black(width, height, bands=image.bands) + GREY).cast("uchar")
        image = image.insert(paint.copy(interpretation=image.interpretation), place.left - FRINGE, place.top - FRINGE)
    return image.copy_memory()


def is_within(box: Box, places: Sequence[Place]) -> bool:
    """Whether a changed region is nothing but one of them, which differs where the older version had none."""
    area = box.width * box.height
    return area > 0 and sum(_shared(box, place) for place in places) >= MOSTLY * area


def count_rotated(before: pyvips.Image, after: pyvips.Image, was: Sequence[Place], now: Sequence[Place]) -> int:
    """How many of them show something that none of the older ones did, nor the older version in the same place."""
    return sum(not any(_are_alike(before, after, old, new) for old in (*was, new)) for new in now)


def _shared(box: Box, place: Place) -> int:
    width = min(box.left + box.width, place.left + place.width + CELL) - max(box.left, place.left - CELL)
    height = min(box.bottom, place.top + place.height + CELL) - max(box.top, place.top - CELL)
    return max(width, 0) * max(height, 0)


def _are_alike(before: pyvips.Image, after: pyvips.Image, old: Place, new: Place) -> bool:
    if (old.width, old.height) != (new.width, new.height) or old.top + old.height > before.height:
        return False
    one = before.crop(old.left, old.top, old.width, old.height)
    other = after.crop(new.left, new.top, new.width, new.height)
    return float((one - other).abs().avg()) < ALIKE
