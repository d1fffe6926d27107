"""The archived page, looked at with the network and scripts off, beside the picture of the live one."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest, CaptureResult
from tests.site.likeness import measure_likeness
from tests.site.server import Site
from tests.site.viewing import names_of, open_viewer, page_of, serve_archived, view

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LIKE = 0.98  # what issue B asks for
ALIKE = ("shadows", "frames", "frameset", "canvases", "forms", "sheets", "pictures", "layouts")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def viewer() -> AsyncIterator[Browser]:
    async with open_viewer() as browser:
        yield browser


async def capture(engine: ChromiumEngine, url: str, seconds: float = 30.0) -> CaptureResult:
    return await engine.capture(CaptureRequest(url, seconds), lambda _: None)


def text_of(result: CaptureResult) -> str:
    return page_of(result).content.decode()


def picture_of(result: CaptureResult) -> bytes:
    return next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)


@pytest.mark.parametrize("name", ALIKE)
async def test_page_that_is_hard_to_keep_looks_as_it_did(
    name: str, engine: ChromiumEngine, site: Site, other_site: Site, viewer: Browser, tmp_path: Path
) -> None:
    result = await capture(engine, site.url(f"/archive/{name}?other={other_site.url('')}"))

    async with serve_archived(result, tmp_path) as address:
        seen = await view(viewer, address)
    assert measure_likeness(picture_of(result), seen.picture) >= LIKE
    assert seen.elsewhere == ()


@pytest.mark.parametrize("path", ["/article", "/zh", "/lazy", "/gallery", "/spa", "/frames?from={other}"])
async def test_usual_page_looks_as_it_did(
    path: str, engine: ChromiumEngine, site: Site, other_site: Site, viewer: Browser, tmp_path: Path
) -> None:
    result = await capture(engine, site.url(path.format(other=other_site.url(""))))

    async with serve_archived(result, tmp_path) as address:
        seen = await view(viewer, address)
    assert measure_likeness(picture_of(result), seen.picture) >= LIKE
    assert seen.elsewhere == ()


async def test_single_file_looks_the_same_from_a_disk(
    engine: ChromiumEngine, site: Site, other_site: Site, viewer: Browser, tmp_path: Path
) -> None:
    result = await capture(engine, site.url(f"/archive/pictures?other={other_site.url('')}"))
    file = tmp_path / "kept.html"

    async with serve_archived(result, tmp_path / "blobs") as address, ClientSession() as client:
        async with client.get(f"{address}?download") as answer:
            file.write_bytes(await answer.read())
        seen = await view(viewer, address)
    from_disk = await view(viewer, file.as_uri())

    assert measure_likeness(seen.picture, from_disk.picture) > 0.999
    assert from_disk.elsewhere == ()


@pytest.mark.parametrize("scripts", [False, True])
async def test_nothing_of_a_hostile_page_runs_or_asks_for_anything(
    engine: ChromiumEngine, site: Site, other_site: Site, viewer: Browser, tmp_path: Path, *, scripts: bool
) -> None:
    result = await capture(engine, site.url(f"/archive/hostile?other={other_site.url('')}"))

    async with serve_archived(result, tmp_path) as address:
        seen = await view(viewer, address, scripts=scripts)
    assert seen.elsewhere == ()
    assert "window.ran = 5" in seen.text  # as the text that it is
    written = text_of(result)
    sheets = "".join(re.findall(r"<style[^>]*>(.*?)</style>", written))
    assert "url(http" not in sheets
    written = re.sub(r"<style[^>]*>.*?</style>", "", written)
    assert "/leak/" not in re.sub(r'<a href="[^"]*"', "", written)
    for remains in ("<script", "javascript:", "<base", "http-equiv", "formaction", "ping=", "<object data", "<embed"):
        assert remains not in written.lower()
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', written))


async def test_single_file_of_a_hostile_page_asks_for_nothing_either(
    engine: ChromiumEngine, site: Site, other_site: Site, viewer: Browser, tmp_path: Path
) -> None:
    result = await capture(engine, site.url(f"/archive/hostile?other={other_site.url('')}"))
    file = tmp_path / "kept.html"

    async with (
        serve_archived(result, tmp_path / "blobs") as address,
        ClientSession() as client,
        client.get(f"{address}?download") as answer,
    ):
        file.write_bytes(await answer.read())

    assert (await view(viewer, file.as_uri(), scripts=True)).elsewhere == ()


async def test_pictures_are_there_that_no_script_came_to_load(
    engine: ChromiumEngine, site: Site, other_site: Site
) -> None:
    result = await capture(engine, site.url(f"/archive/pictures?other={other_site.url('')}"))

    sources = {resource.url.partition("?")[2] for resource in result.resources}
    assert {"green=120&blue=200", "green=150"} <= sources


async def test_what_a_visitor_typed_and_opened_is_in_the_markup(engine: ChromiumEngine, site: Site) -> None:
    written = text_of(await capture(engine, site.url("/archive/forms")))

    assert 'value="typed &lt;by> a &quot;script&quot;"' in written
    assert written.count(' checked=""') == 2
    assert '<option selected="">two</option>' in written
    assert "\n\nsecond line</textarea>" in written
    assert '<details id="h" open="">' in written
    assert "action=" not in written


async def test_links_lead_to_where_they_led(engine: ChromiumEngine, site: Site) -> None:
    written = text_of(await capture(engine, site.url("/archive/layouts")))

    assert f'href="{site.url("/x")}" target="_blank"' in written
    assert 'href="#par"' in written


async def test_same_style_sheet_is_one_body_for_many_pages(engine: ChromiumEngine, site: Site) -> None:
    first = await capture(engine, site.url("/archive/sheets"))
    second = await capture(engine, site.url("/archive/sheets?again"))

    assert names_of(first) == names_of(second) != set()


async def test_kept_page_says_that_it_is_utf_8(engine: ChromiumEngine, site: Site) -> None:
    written = page_of(await capture(engine, site.url("/zh")))

    assert written.content.startswith(b"<!DOCTYPE html><html")
    assert b'<head><meta charset="utf-8">' in written.content[:200]
    assert "灯塔" in written.content.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/archive/huge", "/archive/long", "/archive/deep", "/archive/restless"])
async def test_page_out_of_all_proportion_is_kept(path: str, engine: ChromiumEngine, site: Site) -> None:
    result = await capture(engine, site.url(path))

    kept = page_of(result)
    assert kept.media_type == "text/html"
    # One that eats more memory than a page may have is kept as it was sent, and said to be partial.
    assert kept.content.rstrip().endswith(b"</html>") or result.is_partial
    assert {"/archive/huge": 150_000, "/archive/long": 1, "/archive/deep": 500, "/archive/restless": 1}[
        path
    ] <= kept.content.count(b"<div") + kept.content.count(b"<span") + kept.content.count(b"<a")
