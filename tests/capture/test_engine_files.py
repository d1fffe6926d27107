"""What a capture brings home from what is no page."""

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureResult, Label
from tests.site.capturing import capture
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def picture_of(result: CaptureResult) -> pyvips.Image:
    content = next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)
    return pyvips.Image.new_from_buffer(content, "")


@pytest.mark.parametrize(
    ("path", "media_type", "title", "words"),
    [
        ("log.pdf", "application/pdf", "The Keeper’s Log", "Ships on page 3"),
        ("vague", "application/pdf", "The Keeper’s Log", "Ships on page 1"),
        ("feed.rss", "application/rss+xml", "Harbour News", "A ship passed"),
        ("data.json", "application/json", "data.json", '"ships": ['),
        ("gbk.txt", "text/plain", "gbk.txt", "灯塔看守人的笔记"),
        ("two.zip", "application/zip", "two.zip", "notes/two.txt"),
        ("drawing.svg", "image/svg+xml", "A red light", ""),
        ("film.mp4", "video/mp4", "film.mp4", ""),
    ],
)
async def test_file_has_its_title_its_words_and_a_picture(
    engine: ChromiumEngine, site: Site, path: str, media_type: str, title: str, words: str
) -> None:
    result = await capture(engine, site.url(f"/files/{path}"))

    file = next(one for one in result.artifacts if one.kind is ArtifactKind.FILE)
    assert (result.label, file.media_type, result.facts.title) == (Label.NOT_HTML, media_type, title)
    assert words in result.facts.text
    assert picture_of(result).width in {1280, 1600}
    assert not result.is_partial


async def test_picture_is_its_own_picture(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/files/photo.jpg"))

    assert (picture_of(result).width, picture_of(result).height) == (500, 300)
    assert result.facts.excerpt == "500 × 300"


async def test_first_page_of_a_pdf_is_its_picture(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/files/log.pdf"))

    picture = picture_of(result)
    assert (picture.width, picture.height) == (1280, 1657)
    assert result.facts.excerpt.startswith("3 p. · Ships on page 1")
    assert result.facts.author == "Ida Marsh"


async def test_bomb_is_kept_as_a_file_and_not_drawn(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/files/bomb.png"))

    assert [(one.kind, one.code) for one in result.failures] == [(ArtifactKind.SCREENSHOT, "too_large")]
    assert result.facts.excerpt == "30000 × 30000"
    assert any(one.kind is ArtifactKind.FILE for one in result.artifacts)


async def test_picture_that_takes_too_much_to_draw_is_shown_as_the_browser_shows_it(
    engine: ChromiumEngine, site: Site
) -> None:
    result = await capture(engine, site.url("/files/busy.svg"))

    red, green, _ = picture_of(result).getpoint(640, 400)
    assert (red > 240, green < 15) == (True, True)  # the drawing, not words about it
    assert not result.is_partial


@pytest.mark.parametrize("path", ["broken.jpg", "sound.wav"])
async def test_file_with_nothing_to_see_shows_its_facts(engine: ChromiumEngine, site: Site, path: str) -> None:
    result = await capture(engine, site.url(f"/files/{path}"))

    assert picture_of(result).height == 800
    assert not result.is_partial
