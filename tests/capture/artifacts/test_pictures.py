"""The photo and the thumbnail of a screenshot."""

import pytest
import pyvips

from capture.artifacts.pictures import is_one_colour, make_pictures, photo_height
from capture.types import ArtifactKind


def draw(width: int, height: int) -> bytes:
    return bytes(pyvips.Image.grey(width, height, uchar=True).jpegsave_buffer(Q=80))


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(1280, 800, 800), (1280, 16_384, 2500), (390, 20_000, 2500), (100, 9_000, 2000), (9_000, 3_000, 1000)],
)
def test_photo_stays_within_what_telegram_takes(width: int, height: int, expected: int) -> None:
    cropped = photo_height(width, height)

    assert cropped == expected
    assert width + cropped <= 10_000
    assert cropped / width <= 20


def test_small_page_is_its_own_photo() -> None:
    screenshot, photo, thumb = make_pictures(draw(1280, 800))

    assert photo.content is screenshot.content
    assert (thumb.kind, thumb.width, thumb.height) == (ArtifactKind.THUMB, 480, 300)


def test_tall_page_is_cut_for_the_photo() -> None:
    screenshot, photo, _ = make_pictures(draw(1280, 6000))

    image = pyvips.Image.new_from_buffer(photo.content, "")
    assert (screenshot.width, screenshot.height) == (1280, 6000)
    assert (image.width, image.height) == (1280, 2500)


def test_picture_of_nothing_is_told_from_one_of_something() -> None:
    nothing = pyvips.Image.black(400, 300).jpegsave_buffer(Q=80)

    assert is_one_colour(nothing)
    assert not is_one_colour(draw(400, 300))
