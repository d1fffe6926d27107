import pytest

from bot.localchat.errors import ApiError
from bot.localchat.pictures import make_sizes
from tests.bot.localchat.pictures import draw_picture


@pytest.mark.parametrize(
    ("width", "height", "sizes"),
    [
        (100, 50, [(100, 50)]),
        (800, 400, [(320, 160), (800, 400)]),
        (1280, 8000, [(51, 320), (128, 800), (410, 2560)]),
        (3000, 1500, [(320, 160), (800, 400), (2560, 1280)]),
    ],
)
def test_a_photo_is_kept_in_up_to_three_sizes(width: int, height: int, sizes: list[tuple[int, int]]) -> None:
    made = make_sizes(draw_picture(width, height))

    assert [(size.width, size.height) for size in made] == sizes


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file must be non-empty"),
        (b"%PDF-1.4 this is none", "IMAGE_PROCESS_FAILED"),
        (draw_picture(300, 10000), "PHOTO_INVALID_DIMENSIONS"),
        (draw_picture(100, 2001), "PHOTO_INVALID_DIMENSIONS"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "file of size 10485761 bytes is too big for a photo"),
    ],
)
def test_what_is_no_legal_photo_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ApiError, match=reason):
        make_sizes(content)


def test_a_transparent_png_becomes_a_picture_on_white() -> None:
    [size] = make_sizes(draw_picture(20, 20, ".png"))

    assert size.content[:2] == b"\xff\xd8"
