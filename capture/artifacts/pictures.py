"""The photo and the thumbnail, cut from the full picture; runs in a thread."""

import pyvips

from capture.types import Artifact, ArtifactKind

PHOTO_HEIGHT = 2_500  # still legible at 1280 wide on a phone
PHOTO_SIDES = 10_000  # Telegram: width + height of a photo
PHOTO_RATIO = 20  # Telegram: width to height of a photo, either way
PHOTO_BYTES = 10 * 1024 * 1024  # Telegram: size of a photo
THUMB_WIDTH = 480
THUMB_RATIO = 0.75  # height to width
JPEG_TYPE = "image/jpeg"


def make_pictures(jpeg: bytes) -> tuple[Artifact, ...]:
    """The screenshot itself, its photo and its thumbnail, decoding its top once."""
    full = pyvips.Image.new_from_buffer(jpeg, "", access="sequential")
    screenshot = Artifact(ArtifactKind.SCREENSHOT, JPEG_TYPE, jpeg, full.width, full.height)
    top = full.crop(0, 0, full.width, photo_height(full.width, full.height)).copy_memory()
    return screenshot, make_photo(top, screenshot), make_thumb(top)


def photo_height(width: int, height: int) -> int:
    """How much of the top fits into what Telegram takes as a photo."""
    return min(height, PHOTO_HEIGHT, PHOTO_SIDES - width, PHOTO_RATIO * width)


def make_photo(top: pyvips.Image, screenshot: Artifact) -> Artifact:
    """The legible top; the very same bytes where that is all there is."""
    content = screenshot.content
    if top.height != screenshot.height or len(content) > PHOTO_BYTES:
        content = top.jpegsave_buffer(Q=80, strip=True)
    return Artifact(ArtifactKind.PHOTO, JPEG_TYPE, content, top.width, top.height)


def make_thumb(top: pyvips.Image) -> Artifact:
    """A small picture of the very top."""
    small = top.crop(0, 0, top.width, min(top.height, round(top.width * THUMB_RATIO))).thumbnail_image(THUMB_WIDTH)
    return Artifact(ArtifactKind.THUMB, JPEG_TYPE, small.jpegsave_buffer(Q=80, strip=True), small.width, small.height)


def is_one_colour(jpeg: bytes) -> bool:
    """Whether a picture shows nothing at all."""
    image = pyvips.Image.new_from_buffer(jpeg, "", access="sequential")
    return float(image.deviate()) < 1.0
