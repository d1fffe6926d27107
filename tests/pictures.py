"""`make pictures`: the pictures of the README, taken of the real program in a real browser."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from capture.browser import find_browser
from tests.e2e.service import run_service

FOLDER = Path(__file__).parents[1] / "docs" / "img"


async def main() -> None:
    """Walk through the local chat as a newcomer does, and take a picture of what there is to see."""
    with tempfile.TemporaryDirectory(prefix="snapkeep-pictures-") as folder:
        async with run_service(Path(folder)) as service, async_playwright() as playwright:
            address = (await service.wait_for_line("Local chat:")).partition(": ")[2]
            browser = await playwright.chromium.launch(executable_path=find_browser())
            permalink = await picture_chat(browser, address)
            await picture_permalink(browser, permalink)
            await browser.close()


async def picture_chat(browser: Browser, address: str) -> str:
    """Save the sample page, label it, and return its permalink."""
    page = await open_page(browser, address)
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Send this sample link").click()
    link = page.get_by_role("link", name="/s/").first
    await link.wait_for(timeout=30_000)
    await page.wait_for_timeout(1500)  # the page scrolls to the answer
    await page.screenshot(path=FOLDER / "chat.png")
    return str(await link.get_attribute("href"))


async def picture_permalink(browser: Browser, permalink: str) -> None:
    """What whoever opens the link sees."""
    page = await open_page(browser, permalink)
    await page.wait_for_timeout(500)
    await page.screenshot(path=FOLDER / "permalink.png")


async def open_page(browser: Browser, address: str) -> Page:
    """A page as on a phone."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
    page = await context.new_page()
    await page.goto(address)
    return page


asyncio.run(main())
