"""The window in which a page is seen, made as tall as what would otherwise be out of sight."""

from pydantic import TypeAdapter

from capture.room import Room
from capture.types import Viewport
from capture.world import World

REDRAW_SECONDS = 12.0


async def raise_window(room: Room, world: World, viewport: Viewport, height: int) -> None:
    """Give the window this height and let the page draw itself anew."""
    await room.session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": viewport.width, "height": height, "deviceScaleFactor": 1, "mobile": viewport.is_mobile},
    )
    await world.call("two_frames.js", {}, TypeAdapter(None), REDRAW_SECONDS)
