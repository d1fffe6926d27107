"""Whatever a page does, its capture ends in time, and the next page is captured."""

from asyncio import get_running_loop

import pytest

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest, Label
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("path", "is_whole"),
    [
        ("/loop", False),
        ("/late-loop", None),  # it begins a moment after loading: how much is done by then, no clock promises
        ("/alerts", False),
        ("/pop-ups", True),
        ("/polling", True),
        ("/endless-body", False),
        ("/dead-style", False),
    ],
)
async def test_hostile_page_is_kept_as_far_as_it_goes(
    engine: ChromiumEngine, site: Site, path: str, *, is_whole: bool | None
) -> None:
    began = get_running_loop().time()
    result = await engine.capture(CaptureRequest(site.url(path), seconds=3), lambda _: None)

    assert get_running_loop().time() - began < 3 + 15
    assert is_whole is None or result.is_partial is not is_whole
    assert result.artifacts[0].kind is ArtifactKind.SCREENSHOT
    after = await engine.capture(CaptureRequest(site.url("/short"), seconds=10), lambda _: None)
    assert after.label is Label.OK


async def test_page_that_reloads_for_ever_is_kept(engine: ChromiumEngine, site: Site) -> None:
    result = await engine.capture(CaptureRequest(site.url("/reloads"), seconds=5), lambda _: None)

    assert result.artifacts[0].kind is ArtifactKind.SCREENSHOT
