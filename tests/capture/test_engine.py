"""What a capture brings home from pages that mean well."""

from urllib.parse import quote

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.errors import (
    CaptureError,
    ConnectionFailed,
    NameNotFound,
    NavigationTimeout,
    Refused,
    TooLarge,
)
from capture.types import Artifact, ArtifactKind, CaptureRequest, CaptureResult, Label, Step, Viewport
from tests.site.capturing import capture
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def get_artifact(result: CaptureResult, kind: ArtifactKind) -> Artifact:
    return next(artifact for artifact in result.artifacts if artifact.kind is kind)


def get_picture(result: CaptureResult, kind: ArtifactKind = ArtifactKind.SCREENSHOT) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(get_artifact(result, kind).content, "")


def colour_at(picture: pyvips.Image, x: int, y: int) -> tuple[int, ...]:
    return tuple(round(value) for value in picture.getpoint(x, y))


async def test_article_gives_pictures_and_facts(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/article"))

    assert result.label is Label.OK
    assert not result.is_partial
    assert (result.http_status, result.final_url) == (200, site.url("/article"))
    facts = result.facts
    assert (facts.title, facts.site, facts.author) == ("The Keeper’s Notebooks", "Harbour Review", "Ida Marsh")
    assert facts.published_at is not None
    assert facts.published_at.isoformat() == "2026-03-04T07:00:00+00:00"
    assert "The end of the article." in facts.text
    assert facts.canonical_url == site.url("/article")


async def test_picture_shows_the_whole_page_and_the_photo_its_top(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/article"))

    screenshot, photo = get_picture(result), get_picture(result, ArtifactKind.PHOTO)
    thumb = get_picture(result, ArtifactKind.THUMB)
    assert screenshot.width == 1280
    assert screenshot.height > 3000
    assert (photo.width, photo.height) == (1280, 2500)
    assert (thumb.width, thumb.height) == (480, 360)
    recorded = get_artifact(result, ArtifactKind.SCREENSHOT)
    assert (recorded.width, recorded.height) == (screenshot.width, screenshot.height)


async def test_page_that_fits_into_the_window_has_its_size(engine: ChromiumEngine, site: Site) -> None:
    result = await engine.capture(
        CaptureRequest(site.url("/short"), viewport=Viewport(400, 700, is_mobile=True)), lambda _: None
    )

    screenshot = get_artifact(result, ArtifactKind.SCREENSHOT)
    assert screenshot.width == 800  # two pixels for each of CSS, as telephones have at least
    assert get_artifact(result, ArtifactKind.PHOTO).content == screenshot.content


async def test_steps_come_in_order(engine: ChromiumEngine, site: Site) -> None:
    steps: list[Step] = []

    await engine.capture(CaptureRequest(site.url("/short")), steps.append)

    assert steps == [Step.OPENING, Step.SETTLING, Step.PICTURE]


async def test_chinese_page_is_known_as_chinese(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/zh"))

    assert (result.facts.language, result.facts.title, result.facts.site) == ("zh", "看守人的笔记", "港口评论")


@pytest.mark.parametrize(("path", "title"), [("/spa", "An application"), ("/timer", "Timer")])
async def test_application_is_shot_when_it_has_filled_itself_in(
    engine: ChromiumEngine, site: Site, path: str, title: str
) -> None:
    result = await capture(engine, site.url(path))

    assert result.facts.title == title
    assert "loading" not in result.facts.text
    assert get_picture(result).height > 900


async def test_lazy_pictures_are_in_the_picture(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/lazy"))

    picture = get_picture(result)
    column = picture.crop(480, 0, 1, picture.height)
    is_white = [sum(column.getpoint(0, y)) > 700 for y in range(0, picture.height, 60)]
    assert is_white.count(False) > 12 * 360 / 60 * 0.9


async def test_page_taller_than_the_cap_is_cut_and_said_so(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/tall?height=40000"))

    assert get_artifact(result, ArtifactKind.SCREENSHOT).height == 16_384
    assert result.was_cut_short


async def test_growing_page_comes_to_an_end(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/endless"))

    height = get_artifact(result, ArtifactKind.SCREENSHOT).height
    assert height is not None
    assert 2_000 < height <= 16_384


async def test_frame_of_another_site_below_the_fold_is_drawn(
    engine: ChromiumEngine, site: Site, other_site: Site
) -> None:
    result = await capture(engine, site.url(f"/frames?from={quote(other_site.url(''))}"))

    picture = get_picture(result)
    red, green, _ = colour_at(picture, 700, picture.height - 200)
    assert red > 150
    assert green < 90


@pytest.mark.parametrize(
    ("path", "label", "status"),
    [
        ("/missing", Label.HTTP_ERROR, 404),
        ("/broken", Label.HTTP_ERROR, 500),
        ("/blank", Label.BLANK, 200),
        ("/login", Label.LOGIN_WALL, 200),
        ("/bot-check", Label.BOT_CHECK, 403),
    ],
)
async def test_page_that_is_none_is_labelled_so_and_kept(
    engine: ChromiumEngine, site: Site, path: str, label: Label, status: int
) -> None:
    result = await capture(engine, site.url(path))

    assert (result.label, result.http_status) == (label, status)
    assert get_artifact(result, ArtifactKind.SCREENSHOT)


@pytest.mark.parametrize("path", ["/redirect", "/script-redirect", "/meta-redirect"])
async def test_final_address_is_where_the_document_came_from(engine: ChromiumEngine, site: Site, path: str) -> None:
    result = await capture(engine, site.url(path))

    assert (result.final_url, result.facts.site) == (site.url("/article"), "Harbour Review")


async def test_address_that_the_page_claims_is_not_believed(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/spoofed"))

    assert (result.final_url, result.facts.title) == (site.url("/spoofed"), "The real title")


async def test_fragment_is_kept(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/article#chapter-2"))

    assert result.final_url == site.url("/article#chapter-2")


@pytest.mark.parametrize("way", ["/redirect", "/script-redirect", "/meta-redirect"])
@pytest.mark.parametrize("target", ["http://10.0.0.1/", "https://169.254.169.254/", "http://localhost:81/"])
async def test_redirect_to_a_private_address_is_refused(
    engine: ChromiumEngine, site: Site, way: str, target: str
) -> None:
    with pytest.raises(Refused):
        await capture(engine, site.url(f"{way}?to={quote(target)}"))


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "file:///etc/passwd", "ftp://example.org/", "javascript:1"])
async def test_address_is_refused_at_the_door(engine: ChromiumEngine, url: str) -> None:
    with pytest.raises(Refused):
        await capture(engine, url)


async def test_redirect_to_a_file_is_refused(engine: ChromiumEngine, site: Site) -> None:
    with pytest.raises(Refused):
        await capture(engine, site.url("/redirect?to=file:///etc/passwd"))


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_name_that_does_not_exist_is_said_so(engine: ChromiumEngine, scheme: str) -> None:
    with pytest.raises(NameNotFound):
        await capture(engine, f"{scheme}://nobody.invalid/")


async def test_site_that_breaks_off_is_a_failed_connection(engine: ChromiumEngine, site: Site) -> None:
    with pytest.raises(ConnectionFailed):
        await capture(engine, site.url("/hang-up"))


async def test_site_that_does_not_answer_is_a_time_out(engine: ChromiumEngine, site: Site) -> None:
    with pytest.raises(NavigationTimeout):
        await capture(engine, site.url("/never.css"), seconds=1)


async def test_private_part_is_left_out_and_named(engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url("/private-parts"))

    assert (result.label, result.blocked) == (Label.OK, ("10.0.0.1:80",))


@pytest.mark.parametrize(
    ("path", "media_type", "title", "has_picture"),
    [
        ("/paper.pdf", "application/pdf", "paper.pdf", True),
        ("/notes.zip", "application/zip", "my notes.zip", True),
        ("/notes.txt", "text/plain", "notes.txt", True),
        ("/picture.png", "image/png", "picture.png", True),
        ("/content.json", "application/json", "content.json", True),
    ],
)
async def test_what_is_no_page_is_kept_as_a_file(
    engine: ChromiumEngine, site: Site, path: str, media_type: str, title: str, *, has_picture: bool
) -> None:
    result = await capture(engine, site.url(path))

    file = get_artifact(result, ArtifactKind.FILE)
    assert (result.label, result.http_status) == (Label.NOT_HTML, 200)
    assert (file.media_type, result.facts.title) == (media_type, title)
    assert file.content
    assert any(artifact.kind is ArtifactKind.SCREENSHOT for artifact in result.artifacts) is has_picture


async def test_file_over_the_limit_is_too_large(engine: ChromiumEngine, site: Site) -> None:
    with pytest.raises(TooLarge):
        await capture(engine, site.url("/large.bin"))


async def test_nothing_passes_from_one_capture_to_the_next(engine: ChromiumEngine, site: Site) -> None:
    await capture(engine, site.url("/cookie"))
    result = await capture(engine, site.url("/cookie"))

    assert "Seen before: no" in result.facts.text


async def test_closed_engine_says_so(engine: ChromiumEngine, site: Site) -> None:
    shut = ChromiumEngine(engine.config)

    assert not shut.is_ready
    with pytest.raises(CaptureError):
        await capture(shut, site.url("/short"))
