"""What every engine promises, the real one and the one without a browser."""

import pytest
import pyvips

from capture.engine import ChromiumEngine
from capture.errors import CaptureError
from capture.fake import FakeEngine
from capture.types import ArtifactKind, CaptureRequest, Engine, Step
from tests.site.server import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(params=["fake", pytest.param("chromium", marks=pytest.mark.browser)])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "fake":
        return FakeEngine()
    engine = request.getfixturevalue("engine")
    assert isinstance(engine, ChromiumEngine)
    return engine


async def test_result_has_the_pictures_at_the_size_it_says(any_engine: Engine, site: Site) -> None:
    result = await any_engine.capture(CaptureRequest(site.url("/article")), lambda _: None)

    pictures = [artifact for artifact in result.artifacts if artifact.width is not None]
    kinds = [artifact.kind for artifact in pictures]
    assert kinds == [ArtifactKind.SCREENSHOT, ArtifactKind.PHOTO, ArtifactKind.THUMB]
    for artifact in pictures:
        picture = pyvips.Image.new_from_buffer(artifact.content, "")
        assert (picture.width, picture.height) == (artifact.width, artifact.height)


async def test_facts_and_time_are_there(any_engine: Engine, site: Site) -> None:
    result = await any_engine.capture(CaptureRequest(site.url("/article")), lambda _: None)

    assert result.facts.title
    assert result.facts.site
    assert result.captured_at.tzinfo is not None


async def test_steps_are_told_in_order(any_engine: Engine, site: Site) -> None:
    steps: list[Step] = []

    await any_engine.capture(CaptureRequest(site.url("/short")), steps.append)

    assert steps == [Step.OPENING, Step.SETTLING, Step.PICTURE]


async def test_what_cannot_be_got_is_a_capture_error(any_engine: Engine) -> None:
    with pytest.raises(CaptureError) as caught:
        await any_engine.capture(CaptureRequest("http://no-name.invalid/"), lambda _: None)

    assert caught.value.code == "name_not_found"
