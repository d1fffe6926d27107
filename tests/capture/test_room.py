import pytest

from capture.engine import ChromiumEngine
from capture.types import CaptureRequest, Viewport
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("is_mobile", [False, True])
async def test_browser_calls_itself_by_one_name_everywhere(
    engine: ChromiumEngine, site: Site, *, is_mobile: bool
) -> None:
    viewport = Viewport(412 if is_mobile else 1280, 800, is_mobile=is_mobile)

    result = await engine.capture(CaptureRequest(site.url("/hints"), 10, viewport), lambda _: None)

    said = result.facts.text
    assert "Headless" not in said
    assert said.count("Chromium") == 2, "in the request and to scripts"
    assert ("Android" in said) is is_mobile
    assert f'"mobile":{str(is_mobile).lower()}' in said
