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
    """The screenshot itself, its photo and its thumbnail; each decodes no more of it than it shows."""
    full = _decode(jpeg)
    screenshot = Artifact(ArtifactKind.SCREENSHOT, JPEG_TYPE, jpeg, full.width, full.height)
    return screenshot, make_photo(full, screenshot), make_thumb(screenshot)


def photo_height(width: int, height: int) -> int:
    """How much of the top fits into what Telegram takes as a photo."""
    return min(height, PHOTO_HEIGHT, PHOTO_SIDES - width, PHOTO_RATIO * width)


def make_photo(full: pyvips.Image, screenshot: Artifact) -> Artifact:
    """The legible top; the very same bytes where that is all there is."""
    height = photo_height(full.width, full.height)
    content = screenshot.content
    if height != full.height or len(content) > PHOTO_BYTES:
        content = full.crop(0, 0, full.width, height).jpegsave_buffer(Q=80, strip=True)
    return Artifact(ArtifactKind.PHOTO, JPEG_TYPE, content, full.width, height)


def make_thumb(screenshot: Artifact) -> Artifact:
    """A small picture of the very top; libjpeg decodes at half the size for a quarter of the work."""
    shrink = 2 if (screenshot.width or 0) >= THUMB_WIDTH * 2 else 1
    full = _decode(screenshot.content, shrink=shrink)
    top = full.crop(0, 0, full.width, min(full.height, round(full.width * THUMB_RATIO)))
    small = top.thumbnail_image(THUMB_WIDTH)
    return Artifact(ArtifactKind.THUMB, JPEG_TYPE, small.jpegsave_buffer(Q=80, strip=True), small.width, small.height)


def is_one_colour(jpeg: bytes) -> bool:
    """Whether a picture shows nothing at all."""
    image = _decode(jpeg)
    return float(image.deviate()) < 1.0


def _decode(jpeg: bytes, *, shrink: int = 1) -> pyvips.Image:
    """The picture as a stream from top to bottom, a whole number of times smaller."""
    return pyvips.Image.new_from_buffer(jpeg, "", access="sequential", shrink=shrink)
