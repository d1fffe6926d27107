"""The window in which a page is seen, and made as tall as what would otherwise be out of sight."""

from playwright.async_api import CDPSession
from pydantic import TypeAdapter

from capture.types import Viewport
from capture.world import World

REDRAW_SECONDS = 12.0


async def set_window(session: CDPSession, viewport: Viewport, height: int) -> None:
    """Give the window this height, as far as this session is concerned: others have their own idea of it."""
    window = {"width": viewport.width, "height": height}
    look = {"deviceScaleFactor": viewport.density, "mobile": viewport.is_mobile}
    await session.send("Emulation.setDeviceMetricsOverride", {**window, **look})


async def raise_window(session: CDPSession, world: World, viewport: Viewport, height: int) -> None:
    """Make the window this tall and let the page draw itself anew."""
    await set_window(session, viewport, height)
    await world.call("two_frames.js", {}, TypeAdapter(None), REDRAW_SECONDS)
