"""The readable article of a real page in a real browser."""

from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256

import pytest
import pytest_asyncio

from capture.artifacts.article import ArticleMaker
from capture.artifacts.maker import Made
from capture.engine import ChromiumEngine, OpenCapture
from capture.reader import Reader
from capture.types import ArtifactKind, CaptureRequest
from tests.site.encodings import ENCODED
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reader() -> AsyncIterator[Reader]:
    async with Reader() as reader:
        yield reader


async def make(engine: ChromiumEngine, reader: Reader, url: str) -> Made:
    async with engine.visit(CaptureRequest(url, 20.0), lambda _: None) as capture:
        assert isinstance(capture, OpenCapture)
        visit = replace(capture.visit, reader=reader, facts=capture.result.facts)
        assert ArticleMaker().applies_to(visit)
        return await ArticleMaker().make(visit)


async def test_article_shows_our_own_copies_of_its_pictures(engine: ChromiumEngine, reader: Reader, site: Site) -> None:
    made = await make(engine, reader, site.url("/article"))

    (artifact,) = made.artifacts
    document = artifact.content.decode()
    assert (artifact.kind, artifact.media_type) == (ArtifactKind.ARTICLE, "text/html")
    assert "<title>The Keeper’s Notebooks</title>" in document
    assert "The end of the article." in document
    assert '<span>Ida Marsh</span><time datetime="2026-03-04' in document
    hashes = [sha256(resource.content).hexdigest() for resource in made.resources]
    assert hashes
    assert all(f'src="assets/{name}"' in document for name in hashes)
    assert document.count("<img ") == document.count('src="assets/')


async def test_pictures_that_come_late_are_in_the_article(engine: ChromiumEngine, reader: Reader, site: Site) -> None:
    made = await make(engine, reader, site.url("/lazy"))

    assert made.artifacts[0].content.count(b'src="assets/') == 12


async def test_application_has_the_article_that_it_filled_in(
    engine: ChromiumEngine, reader: Reader, site: Site
) -> None:
    made = await make(engine, reader, site.url("/spa"))

    assert made.article is not None
    assert made.article.text.count("lighthouse keeper") == 8


async def test_page_whose_scripts_never_end_is_read_from_what_the_server_sent(
    engine: ChromiumEngine, reader: Reader, site: Site
) -> None:
    made = await make(engine, reader, site.url("/late-loop"))

    assert made.article is not None
    assert made.article.text


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("declared", ["header", "meta", "not-at-all"])
async def test_page_is_read_in_its_encoding(
    engine: ChromiumEngine, reader: Reader, site: Site, encoding: str, declared: str
) -> None:
    made = await make(engine, reader, site.url(f"/encoded/{encoding}/{declared}"))

    assert made.article is not None
    assert ENCODED[encoding][1] in made.article.text
    assert f"<title>{ENCODED[encoding][0]}</title>" in made.artifacts[0].content.decode()
