"""Looks at pictures as Telegram does: is it one, are its sides legal, which sizes are made of it."""

from dataclasses import dataclass

import pyvips

from bot.localchat.errors import bad_request
from bot.localchat.limits import MAX_PHOTO_BYTES, MAX_PHOTO_RATIO, MAX_PHOTO_SIDES, PHOTO_SIDES


@dataclass(frozen=True, slots=True)
class PictureSize:
    """One size of a photo."""

    width: int
    height: int
    content: bytes


def make_sizes(content: bytes) -> tuple[PictureSize, ...]:
    """The sizes that are kept, the smallest first; ApiError for no legal photo. Slow: for a thread."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    try:
        image = pyvips.Image.new_from_buffer(content, "")
    except pyvips.Error as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    width, height = image.width, image.height
    if width + height > MAX_PHOTO_SIDES or max(width, height) > MAX_PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    longest = max(width, height)
    sides = [side for side in PHOTO_SIDES if side < longest] + [longest]
    try:
        return tuple(_shrink(content, side) for side in sides[: len(PHOTO_SIDES)])
    except pyvips.Error as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error


def _shrink(content: bytes, side: int) -> PictureSize:
    image = pyvips.Image.thumbnail_buffer(content, side, height=side, size="down")
    if image.hasalpha():
        image = image.flatten(background=[255, 255, 255])
    jpeg = image.write_to_buffer(".jpg", Q=87, keep="none")
    return PictureSize(image.width, image.height, bytes(jpeg))
