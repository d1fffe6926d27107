import pytest
from pypdfium2 import PdfDocument

from capture.artifacts.pdf import MAX_PAGES, count_pages
from capture.engine import ChromiumEngine
from capture.types import ArtifactFailure, ArtifactKind, CaptureRequest, LateResult, Viewport
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def make_late(engine: ChromiumEngine, url: str, viewport: Viewport | None = None) -> LateResult:
    request = CaptureRequest(url, 20.0, viewport or Viewport())
    async with engine.visit(request, lambda _: None) as capture:
        return await capture.make_late()


async def print_page(engine: ChromiumEngine, url: str, viewport: Viewport | None = None) -> bytes:
    late = await make_late(engine, url, viewport)
    return next(artifact.content for artifact in late.artifacts if artifact.kind is ArtifactKind.PDF)


def read_sheets(pdf: bytes) -> list[str]:
    with PdfDocument(pdf) as document:
        texts = []
        for sheet in document:
            text = sheet.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            sheet.close()
        return texts


def colours(pdf: bytes, sheet: int = 0) -> set[tuple[int, ...]]:
    """The colours that a rendered sheet consists of, blue first."""
    with PdfDocument(pdf) as document:
        picture = document[sheet].render(scale=0.5)
        pixels = bytes(picture.buffer)
        step, row = picture.n_channels, picture.stride
        return {
            tuple(pixels[y * row + x * step : y * row + x * step + 3])
            for y in range(picture.height)
            for x in range(picture.width)
        }


async def test_whole_page_is_printed_and_its_text_can_be_selected(engine: ChromiumEngine, site: Site) -> None:
    pdf = await print_page(engine, site.url("/article"))

    sheets = read_sheets(pdf)
    assert len(sheets) == count_pages(pdf) > 1
    assert "The Keeper’s Notebooks" in sheets[0]
    assert "The end of the article." in sheets[-1]


async def test_page_is_as_wide_as_on_the_screen_and_as_coloured(engine: ChromiumEngine, site: Site) -> None:
    wide = await print_page(engine, site.url("/pinned"))
    narrow = await print_page(engine, site.url("/pinned"), Viewport(390, 844, is_mobile=True))

    assert len(read_sheets(narrow)) > len(read_sheets(wide))
    assert (0, 0, 204) in colours(wide)  # the header, blue first


async def test_what_is_pinned_to_the_window_is_printed_once(engine: ChromiumEngine, site: Site) -> None:
    sheets = read_sheets(await print_page(engine, site.url("/pinned")))

    assert len(sheets) > 3
    for pinned in ("PINNED HEADER", "STICKY NOTE", "PINNED BUTTON", "in the shadow"):
        assert sum(sheet.count(pinned) for sheet in sheets) == 1, pinned
    assert "PINNED HEADER" in sheets[0]
    assert "PINNED BUTTON" in sheets[-1]  # where it is written: at the window's foot it covered the text


async def test_page_without_end_is_cut_and_said_to_be(engine: ChromiumEngine, site: Site) -> None:
    late = await make_late(engine, site.url("/tall?height=900000"))

    pdf = next(artifact.content for artifact in late.artifacts if artifact.kind is ArtifactKind.PDF)
    assert len(read_sheets(pdf)) == MAX_PAGES
    assert late.was_cut_short


async def test_file_has_no_pdf(engine: ChromiumEngine, site: Site) -> None:
    late = await make_late(engine, site.url("/picture.png"))

    assert ArtifactKind.PDF not in {artifact.kind for artifact in late.artifacts}
    assert not late.failures


@pytest.mark.slow
async def test_page_that_cannot_be_printed_costs_the_pdf_and_nothing_else(engine: ChromiumEngine, site: Site) -> None:
    late = await make_late(engine, site.url("/unprintable"))

    assert late.failures == (ArtifactFailure(ArtifactKind.PDF, "timeout"),)
    async with engine.visit(CaptureRequest(site.url("/short"), 20.0), lambda _: None) as capture:
        assert capture.result.facts.title == "A short page"
