"""One capture through the service beside a bare warm Playwright that waits for the same content."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.async_api import Browser, async_playwright

from bot.localchat import LocalChat
from capture.browser import find_browser
from capture.egress import EgressPolicy, parse_networks, parse_ports
from capture.engine import ChromiumEngine, EngineConfig
from capture.types import CaptureRequest, Engine
from tests.bench.table import Table, milliseconds
from tests.bench.telegram import OWNER, open_service
from tests.site.server import open_site

PAIRS = 15
REST_SECONDS = 0.4  # so that what is made late does not slow down the next one


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the local site, and the text that must be there before the picture is taken."""

    name: str
    path: str
    content: str


PAGES = (
    Page("a light page", "/short", "Nothing more than this."),
    Page("a long article", "/article", "The end of the article."),
    Page("frames and shadow roots", "/frames", ""),
    Page("an application that loads for 0.7 s", "/spa", "An application"),
)


async def measure_captures(folder: Path) -> Table:
    """Interleave bare captures, the engine's own, and whole ones from a message to its answer; compare pair by pair."""
    table = Table(
        f"One capture ÷ bare ({PAIRS} pairs): the engine's (picture, page and article), and message to answer"
    )
    config = EngineConfig(find_browser(), EgressPolicy(parse_ports("1-65535"), parse_networks("127.0.0.1/32")))
    async with (
        open_site() as site,
        open_service(folder) as (chat, _),
        open_browser() as browser,
        ChromiumEngine(config) as engine,
    ):
        for page in PAGES:
            seconds: list[tuple[float, float, float]] = []
            for number in range(PAIRS + 1):
                url = site.url(f"{page.path}?number={number}")
                bare = await capture_bare(browser, url, page.content)
                ours = await capture_by_engine(engine, url)
                await asyncio.sleep(REST_SECONDS)
                whole = await capture_by_message(chat, url)
                await asyncio.sleep(REST_SECONDS)
                if number:  # the first round warms up
                    seconds.append((bare, ours, whole))
            add_ratios(table, page, seconds)
    return table


def add_ratios(table: Table, page: Page, seconds: list[tuple[float, float, float]]) -> None:
    """The two ratios of one page."""
    for name, column in (("capture", 1), ("message to answer", 2)):
        ratio = median(one[column] / one[0] for one in seconds)
        detail = f"{milliseconds([one[column] for one in seconds])} ÷ {milliseconds([one[0] for one in seconds])}"
        table.add_ratio(f"{page.name}: {name}", ratio, 1.25, detail)


async def capture_by_engine(engine: Engine, url: str) -> float:
    """Seconds of one capture, as far as the answer needs it."""
    started = perf_counter()
    await engine.capture(CaptureRequest(url), lambda _: None)
    return perf_counter() - started


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


async def capture_by_message(chat: LocalChat, url: str) -> float:
    """Seconds from sending a link until its picture stands in the chat."""
    started = perf_counter()
    sent = await chat.send_text(OWNER, OWNER, url)
    await chat.wait_for(
        lambda message: message.reply_to == sent.message_id and bool(message.photo_group), 60, chat_id=OWNER
    )
    return perf_counter() - started
