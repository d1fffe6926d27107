"""Advertisements and carousels: found in a page, written into its picture, and no change of the page."""

import pytest
import pyvips

from capture.compare.picture import PictureDifference, compare_pictures
from capture.engine import ChromiumEngine
from capture.rotating import HEADER, MOST, Place, read_places, write_places
from capture.types import ArtifactKind, CaptureRequest, Viewport
from tests.site.server import Site

PLACES = (Place(10, 20, 728, 90), Place(300, 400, 300, 250))


def draw(width: int = 1280, height: int = 800) -> bytes:
    picture = pyvips.Image.black(width, height, bands=3).copy(interpretation="srgb")
    return bytes(picture.jpegsave_buffer(Q=80))


def test_places_travel_within_the_picture() -> None:
    picture = draw()

    marked = write_places(picture, PLACES)

    assert read_places(marked, 1280, 800) == PLACES
    assert read_places(picture, 1280, 800) == ()
    assert pyvips.Image.new_from_buffer(marked, "").avg() == pyvips.Image.new_from_buffer(picture, "").avg()
    assert len(read_places(write_places(picture, [Place(0, 0, 40, 40)] * 200), 1280, 800)) == MOST


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"no picture", b"\xff\xd8\xff\xfe\x00\x14snapkeep rotating {"])
def test_what_is_no_picture_of_ours_has_none(content: bytes) -> None:
    assert read_places(content, 1280, 800) == ()
    assert write_places(b"no picture", PLACES) == b"no picture"


def test_places_are_cut_at_the_edge_and_a_page_that_is_all_advertisement_is_not_believed() -> None:
    assert read_places(write_places(draw(), [Place(-10, 780, 100, 100), Place(0, 900, 50, 50)]), 1280, 800) == (
        Place(0, 780, 90, 20),
    )
    assert read_places(write_places(draw(), [Place(0, 0, 1280, 500)]), 1280, 800) == ()


PAGE = """<!doctype html><meta charset=utf-8><title>Ferry</title>
<style>body {{ margin: 0; font: 18px sans-serif }} .box {{ margin: 20px; background: {colour} }}</style>
<h1>Ferry times</h1>
<ins class="adsbygoogle box" style="display: block; width: 970px; height: 250px"></ins>
<p>The grey ferry takes an ox across the river at noon.</p>
<div class="swiper box" style="width: 800px; height: 300px">{slide}</div>
<a href="https://shop.example/"><img style="width: 300px; height: 250px; background: {colour}"
  alt="" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"></a>
<p>It never sails on Sundays.</p>
<div style="width: 400px; height: 300px; background: {timetable}"></div><p>Timetable</p>
"""


async def take(engine: ChromiumEngine, site: Site, viewport: Viewport, **values: str) -> bytes:
    site.living["rotating"] = PAGE.format(**values)
    result = await engine.capture(CaptureRequest(site.url("/living/rotating"), 20, viewport), lambda _: None)
    return next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("viewport", [Viewport(), Viewport(412, 915, is_mobile=True)], ids=["desktop", "phone"])
async def test_large_advertisements_and_carousels_that_rotate_are_no_change(
    engine: ChromiumEngine, site: Site, viewport: Viewport
) -> None:
    usual = {"slide": "One", "timetable": "silver"}
    older = await take(engine, site, viewport, colour="#c02", **usual)
    rotated = await take(engine, site, viewport, colour="#06c", **usual | {"slide": "Two"})
    changed = await take(engine, site, viewport, colour="#06c", **usual | {"timetable": "black"})

    assert compare_pictures(older, rotated) == PictureDifference(0, 0.0, rotated=3)
    assert compare_pictures(older, older) == PictureDifference(0, 0.0)
    silent = compare_pictures(older.replace(HEADER, HEADER.upper()), rotated)
    assert silent is not None
    assert (silent.share, silent.rotated) == (0.0, 3), "the older one said nothing of them"
    found = compare_pictures(older, changed)
    assert found is not None
    assert found.regions == 1, "the timetable, and nothing else"
    assert found.share > 0.02
    assert found.rotated == 3
