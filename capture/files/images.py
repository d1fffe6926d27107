"""Pictures: their size, and a JPEG of ours to be shown instead of what a stranger made."""

import math
import re

import pyvips

from capture.files.source import FileReading, FileSource

MOST_PIXELS = 100_000_000  # refused by its header, before anything is decoded
MOST_SIDE = 4096
LEAST_SIDE = 64
MOST_RATIO = 20  # Telegram takes no photo that is longer
SVG_SIDE = 1600
QUALITY = 85
_SVG_TITLE = re.compile(rb"<title[^>]*>([^<]{1,300})</title>")
WHITE = [255, 255, 255]


def read_image(source: FileSource, media_type: str) -> FileReading:
    """Size and picture; a picture that cannot be decoded still has its facts."""
    is_svg = media_type == "image/svg+xml"
    title = _SVG_TITLE.search(source.content) if is_svg else None
    name = title[1].decode("utf-8", "replace") if title else ""
    width, height = None, None
    facts: tuple[str, ...] = ()
    try:
        header = pyvips.Image.new_from_buffer(source.content, "")
        width, height = header.width, header.height
        facts = () if is_svg else (f"{width} × {height}",)
        if width * height > MOST_PIXELS and not is_svg:
            return FileReading(
                media_type=media_type, facts=facts, width=width, height=height, is_too_large_to_draw=True
            )
        picture = draw(source.content, SVG_SIDE if is_svg else MOST_SIDE, is_svg=is_svg)
    except pyvips.Error:
        return FileReading(media_type=media_type, title=name, facts=facts, width=width, height=height, is_undrawn=True)
    return FileReading(media_type=media_type, title=name, facts=facts, width=width, height=height, picture=picture)


def draw(content: bytes, side: int, *, is_svg: bool) -> bytes:
    """The first frame, upright, in sRGB, on white, no larger than `side`."""
    image = pyvips.Image.thumbnail_buffer(
        content, side, height=side, size="both" if is_svg else "down", export_profile="srgb"
    )
    if image.interpretation not in {"srgb", "b-w"}:
        image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=WHITE)
    width, height = max(image.width, LEAST_SIDE), max(image.height, LEAST_SIDE)
    width, height = max(width, math.ceil(height / MOST_RATIO)), max(height, math.ceil(width / MOST_RATIO))
    if (width, height) != (image.width, image.height):
        image = image.colourspace("srgb").gravity("centre", width, height, extend="background", background=WHITE)
    return bytes(image.cast("uchar").jpegsave_buffer(Q=QUALITY, strip=True))
