"""One capture through the service beside a bare warm Playwright that waits for the same content."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.async_api import Browser, async_playwright

from bot.localchat import LocalChat
from capture.browser import find_browser
from tests.bench.table import Table, milliseconds
from tests.bench.telegram import OWNER, open_service
from tests.site.server import open_site

PAIRS = 15


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
    """Interleave bare captures with ones from the message to the finished answer; compare pair by pair."""
    table = Table(f"One capture, from the message to the picture in the chat ÷ bare ({PAIRS} pairs)")
    async with open_site() as site, open_service(folder) as (chat, _), open_browser() as browser:
        for page in PAGES:
            await capture_bare(browser, site.url(page.path), page.content)
            await capture_by_message(chat, site.url(f"{page.path}?warm"))
            bare, ours = [], []
            for number in range(PAIRS):
                url = site.url(f"{page.path}?number={number}")
                bare.append(await capture_bare(browser, url, page.content))
                ours.append(await capture_by_message(chat, url))
            ratio = median(mine / other for mine, other in zip(ours, bare, strict=True))
            table.add_ratio(page.name, ratio, 1.25, f"{milliseconds(ours)} ÷ {milliseconds(bare)}")
    return table


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
