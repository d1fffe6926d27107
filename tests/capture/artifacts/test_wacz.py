import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.async_api import expect
from warcio.archiveiterator import ArchiveIterator

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest
from tests.site.replay import VALID, is_installed, look_into, validate
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def archive(engine: ChromiumEngine, url: str) -> bytes:
    async with engine.visit(CaptureRequest(url, 20.0), lambda _: None) as capture:
        late = await capture.make_late()
    assert not late.failures
    return next(artifact.content for artifact in late.artifacts if artifact.kind is ArtifactKind.WACZ)


def list_records(wacz: bytes) -> list[tuple[str, str, str]]:
    """Kind, address and first line of every record with one of HTTP's."""
    warc = BytesIO(ZipFile(BytesIO(wacz)).read("archive/data.warc.gz"))
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.statusline)
        for record in ArchiveIterator(warc, check_digests="raise")
        if record.http_headers is not None
    ]


async def test_all_that_went_over_the_wire_is_in_the_archive(engine: ChromiumEngine, site: Site) -> None:
    records = list_records(await archive(engine, site.url("/redirect?to=/parcel")))

    answers = {address: line for kind, address, line in records if kind == "response"}
    assert answers == {
        site.url("/redirect?to=/parcel"): "302 Found",
        site.url("/parcel"): "200 OK",
        site.url("/parcel.css?v=1"): "200 OK",
        site.url("/parcel.png"): "200 OK",
        site.url("/nowhere.png"): "404 Not Found",
        site.url("/parcel.json"): "200 OK",
    }
    assert {address for kind, address, _ in records if kind == "request"} == answers.keys()


async def test_archive_knows_its_page(engine: ChromiumEngine, site: Site) -> None:
    package = ZipFile(BytesIO(await archive(engine, site.url("/redirect?to=/parcel"))))

    described = json.loads(package.read("datapackage.json"))
    assert (described["mainPageUrl"], described["title"]) == (site.url("/parcel"), "An archived page")
    page = json.loads(package.read("pages/pages.jsonl").splitlines()[1])
    assert "told about page 1" in page["text"]


@pytest.mark.slow
async def test_archive_of_a_real_page_is_valid(engine: ChromiumEngine, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "page.wacz"
    file.write_bytes(await archive(engine, site.url("/parcel")))

    assert VALID in await validate(file)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="replayweb.page is not installed: npm install")
async def test_archive_opens_in_replayweb_page_with_the_network_off(engine: ChromiumEngine, site: Site) -> None:
    wacz = await archive(engine, site.url("/parcel"))

    async with look_into(wacz, "An archived page") as shown:
        await expect(shown.get_by_text("told about page 1")).to_be_visible()
        await expect(shown.get_by_role("heading")).to_have_css("color", "rgb(1, 2, 200)")
        pictures = shown.locator("img")
        sizes = [await pictures.nth(index).evaluate("image => image.naturalWidth") for index in (0, 1)]
        assert sizes == [320, 0]
