"""What a page looks like when it has come to rest."""

import asyncio

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest, CaptureResult, Label
from tests.site.encodings import ENCODED
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def capture(engine: ChromiumEngine, url: str) -> CaptureResult:
    return await engine.capture(CaptureRequest(url, 20), lambda _: None)


def count_pictures(result: CaptureResult) -> float:
    """How many of the test site's pictures, 360 px tall, are on the screenshot."""
    content = next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)
    picture = pyvips.Image.new_from_buffer(content, "")
    column = picture.crop(640, 0, 1, picture.height)
    saturated = (column[0] - column[2]).abs() > 20
    grey = (column[0] > 90) & (column[0] < 150)
    share = float((saturated | grey).avg()) / 255
    return share * int(picture.height) / 360


async def test_pictures_whose_script_never_comes_are_there(engine: ChromiumEngine, site: Site) -> None:
    assert count_pictures(await capture(engine, site.url("/layers/forgotten"))) > 7.5


async def test_lazy_pictures_of_a_page_that_loads_slowly_come_meanwhile(engine: ChromiumEngine, site: Site) -> None:
    began = asyncio.get_running_loop().time()

    result = await capture(engine, site.url("/layers/slow-lazy"))

    assert count_pictures(result) > 7.5
    assert asyncio.get_running_loop().time() - began < 6


@pytest.mark.parametrize("declared", ["header", "meta", "none"])
@pytest.mark.parametrize("encoding", ENCODED)
async def test_page_is_read_in_its_encoding(engine: ChromiumEngine, site: Site, encoding: str, declared: str) -> None:
    result = await capture(engine, site.url(f"/encoded/{encoding}/{declared}"))

    title, paragraph = ENCODED[encoding]
    assert (result.label, result.facts.title) == (Label.OK, title)
    assert paragraph in result.facts.text
