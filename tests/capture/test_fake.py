"""The engine without a browser."""

import pytest

from capture.errors import CaptureError, NameNotFound, Refused
from capture.fake import ERRORS, FakeEngine
from capture.types import ArtifactKind, CaptureRequest, Label


async def test_picture_and_title_come_from_the_address() -> None:
    engine = FakeEngine(height=3000)

    result = await engine.capture(CaptureRequest("https://example.org/old-harbour"), lambda _: None)

    assert result.facts.title == "Old harbour"
    sizes = {artifact.kind: (artifact.width, artifact.height) for artifact in result.artifacts}
    assert sizes == {
        ArtifactKind.SCREENSHOT: (1280, 3000),
        ArtifactKind.PHOTO: (1280, 2500),
        ArtifactKind.THUMB: (480, 360),
    }
    assert engine.captured == ["https://example.org/old-harbour"]


@pytest.mark.parametrize("host", sorted(ERRORS))
async def test_host_decides_how_it_fails(host: str) -> None:
    with pytest.raises(ERRORS[host]) as caught:
        await FakeEngine().capture(CaptureRequest(f"https://{host}.example/"), lambda _: None)

    assert isinstance(caught.value, CaptureError)


@pytest.mark.parametrize(
    ("host", "label", "status"),
    [("missing", Label.HTTP_ERROR, 404), ("bot-check", Label.BOT_CHECK, 403), ("example", Label.OK, 200)],
)
async def test_host_decides_the_label(host: str, label: Label, status: int) -> None:
    result = await FakeEngine().capture(CaptureRequest(f"https://{host}.example/"), lambda _: None)

    assert (result.label, result.http_status) == (label, status)


async def test_partial_result_names_what_is_missing() -> None:
    result = await FakeEngine().capture(CaptureRequest("https://partial.example/"), lambda _: None)

    assert result.is_partial
    assert (Refused.code, NameNotFound.code) != tuple(failure.code for failure in result.failures)
