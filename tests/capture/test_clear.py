"""What lies over a page is not in its picture, and the page itself always is."""

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureResult
from tests.site.capturing import capture
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def picture_of(result: CaptureResult) -> pyvips.Image:
    content = next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)
    return pyvips.Image.new_from_buffer(content, "")


def share_of_red(picture: pyvips.Image) -> float:
    """How much of a picture is as red as the layers of the test pages are."""
    red, green, blue = picture[0], picture[1], picture[2]
    return float(((red > 150) & (green < 60) & (blue < 60)).avg()) / 255


def removed_from(result: CaptureResult) -> tuple[str, ...]:
    assert result.receipt is not None
    return result.receipt.removed


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("onetrust", "OneTrust"),
        ("home-made", "cookie banner"),
        ("shadow", "cookie banner"),
        ("shadow?mode=closed", "pinned bar"),
        ("late", "cookie banner"),
        ("newsletter", "pop-up"),
        ("sticky", "pinned bar"),
    ],
)
async def test_layer_is_taken_away_and_named(engine: ChromiumEngine, site: Site, path: str, name: str) -> None:
    result = await capture(engine, site.url(f"/layers/{path}"))

    assert removed_from(result) == (name,)
    assert share_of_red(picture_of(result)) < 0.001
    assert picture_of(result).height > 1900
    assert "The end of the story." in result.facts.text


async def test_chinese_layers_are_taken_away(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/layers/chinese-app"))

    assert set(removed_from(result)) == {"sign-in layer", "Zhihu"}
    assert "登录" not in result.facts.text
    assert "App" not in result.facts.text


async def test_pinned_header_and_contents_stand_once_at_the_top(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/layers/sticky"))

    picture = picture_of(result)
    colours = [picture.getpoint(640, y) for y in range(0, picture.height, 20)]
    is_header = [red < 60 and 75 < green < 125 for red, green, _ in colours]  # dark green, unlike black letters
    assert is_header[:3] == [True, True, True]
    assert not any(is_header[4:])
    assert "Contents" in result.facts.text


async def test_page_that_is_nothing_but_its_layer_is_left_alone(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/layers/wall"))

    assert removed_from(result) == ()
    assert "842 partners" in result.facts.text


@pytest.mark.parametrize("path", ["modal-app", "hero", "shell"])
async def test_page_itself_is_no_layer(engine: ChromiumEngine, site: Site, path: str) -> None:
    result = await capture(engine, site.url(f"/layers/{path}"))

    assert removed_from(result) == ()
    assert "The end of the story." in result.facts.text


async def test_application_that_scrolls_inside_is_seen_to_its_end(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/layers/shell"))

    picture = picture_of(result)
    assert picture.height > 2500
    last_line = picture.crop(300, picture.height - 120, 600, 100)
    assert last_line.min() < 100  # something is written there


async def test_what_comes_in_slowly_is_there(engine: ChromiumEngine, site: Site) -> None:
    picture = picture_of(await capture(engine, site.url("/layers/moving")))

    red = [picture.getpoint(640, y)[0] > 180 and picture.getpoint(640, y)[1] < 60 for y in (150, picture.height - 150)]
    assert red == [True, True]
