"""One capture as the worker does it: where the browser died, and not the page, there is another attempt."""

from capture.engine import ChromiumEngine
from capture.errors import BrowserFailed
from capture.types import CaptureRequest, CaptureResult


async def capture(engine: ChromiumEngine, url: str, seconds: float = 20.0) -> CaptureResult:
    """The result; the engine's own error where a second attempt ends no better."""
    request = CaptureRequest(url, seconds)
    try:
        return await engine.capture(request, lambda _: None)
    except BrowserFailed:
        return await engine.capture(request, lambda _: None)
