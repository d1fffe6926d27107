"""A real Chromium in front of the chat page."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from bot.localchat import LocalChat
from capture.browser import find_browser


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """The browser that the captures use too."""
    path = find_browser(os.environ.get("SNAPKEEP_BROWSER", ""))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(chat: LocalChat, *, locale: str = "en-US", width: int = 390) -> AsyncIterator[Page]:
    """The chat page of the owner; what the browser complains about fails the test."""
    complaints: list[str] = []
    async with open_browser() as browser:
        page = await browser.new_page(viewport={"width": width, "height": 844}, locale=locale)
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(chat.page_url)
        await page.wait_for_selector("html[data-ready]")
        yield page
        assert complaints == []
