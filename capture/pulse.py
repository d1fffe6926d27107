"""Whether a browser is alive: one that was stopped is still connected, and answers nothing."""

import asyncio
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError

from capture.process import Chromium


async def answers(chromium: Chromium, seconds: float) -> bool:
    """Ask the browser for its version; False where it does not say in time."""
    with suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(seconds):
            session = await chromium.browser.new_browser_cdp_session()
            await session.send("Browser.getVersion")
            await session.detach()
            return True
    return False
