"""Pages as telephones show them, and in their dark colours."""

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest, CaptureResult, Viewport
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = Viewport(412, 915, is_mobile=True)
BLUE, RED = (0, 102, 255), (204, 0, 0)


async def capture(engine: ChromiumEngine, url: str, viewport: Viewport) -> CaptureResult:
    return await engine.capture(CaptureRequest(url, 20, viewport), lambda _: None)


def picture_of(result: CaptureResult) -> pyvips.Image:
    content = next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)
    return pyvips.Image.new_from_buffer(content, "")


def is_near(picture: pyvips.Image, x: int, y: int, colour: tuple[int, int, int]) -> bool:
    seen = picture.getpoint(x, y)
    return all(abs(one - other) < 30 for one, other in zip(seen, colour, strict=True))


async def test_page_for_phones_is_seen_whole_and_sharp(engine: ChromiumEngine, site: Site) -> None:
    picture = picture_of(await capture(engine, site.url("/layers/for-phones"), PHONE))

    assert picture.width == 824
    assert picture.height > 8_000
    assert is_near(picture, 412, 1_800, BLUE)  # a part that is as tall as the window stays so
    assert not is_near(picture, 412, 2_100, BLUE)
    assert is_near(picture, 412, picture.height - 150, RED)


async def test_page_for_desktops_is_made_smaller_and_not_cut(engine: ChromiumEngine, site: Site) -> None:
    picture = picture_of(await capture(engine, site.url("/layers/for-desktops"), PHONE))

    assert picture.width == 824
    assert is_near(picture, 200, 70, BLUE)
    assert is_near(picture, 800, 70, RED)


async def test_tall_page_on_a_phone_is_cut_at_the_same_height(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/tall?height=40000"), PHONE)

    assert picture_of(result).height == 16_384
    assert result.was_cut_short


@pytest.mark.parametrize(("is_dark", "brightness"), [(False, 255), (True, 17)])
async def test_colours_are_those_that_were_asked_for(
    engine: ChromiumEngine, site: Site, *, is_dark: bool, brightness: int
) -> None:
    result = await capture(engine, site.url("/layers/for-phones"), Viewport(is_dark=is_dark))

    assert abs(picture_of(result).getpoint(5, 5)[0] - brightness) < 5
