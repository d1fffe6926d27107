"""The pages that are measured, and what a bare warm Playwright does with them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

from playwright.async_api import Browser, async_playwright

from capture.browser import find_browser
from capture.egress import EgressPolicy, parse_networks, parse_ports
from capture.engine import EngineConfig

PAIRS = int(os.environ.get("BENCH_PAIRS", "15"))  # fewer while a benchmark is being written


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the local site, and the text that must be there before the picture is taken."""

    name: str
    path: str
    content: str


LIGHT = Page("a light page", "/short", "Nothing more than this.")
ARTICLE = Page("a long Chinese article", "/measured/article", "全文完。")
FRAMES = Page("fonts, frames and shadow roots", "/measured/frames", "After the frames.")
APPLICATION = Page("an application that loads for 0.7 s", "/spa", "An application")
PAGES = (LIGHT, ARTICLE, FRAMES, APPLICATION)


def engine_config() -> EngineConfig:
    """An engine that reaches this machine's own sites."""
    return EngineConfig(find_browser(), EgressPolicy(parse_ports("1-65535"), parse_networks("127.0.0.1/32")))


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A warm browser without anything of ours."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser())
        yield browser
        await browser.close()


async def capture_bare(browser: Browser, url: str, content: str) -> float:
    """Seconds of a new page, goto(load), the wait for its content, and a full-page JPEG."""
    started = perf_counter()
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(url, wait_until="load")
    if content:
        await page.get_by_text(content).first.wait_for()
    await page.screenshot(full_page=True, type="jpeg", quality=80)
    await context.close()
    return perf_counter() - started
