"""Stored pages of every kind, read by the real script, and what they are called."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, async_playwright
from pydantic import TypeAdapter

from capture.browser import find_browser
from capture.extract.label import Seen, decide_label
from capture.extract.signals import PageSignals
from capture.world import World

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PAGES = Path(__file__).parents[2] / "golden" / "labels"
HEAD = re.compile(r"<!-- url: (\S+) status: (\d+) label: (\w+) -->\n")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser())
        yield await (await browser.new_context(java_script_enabled=False)).new_page()
        await browser.close()


async def read_signals(page: Page, url: str, html: str) -> PageSignals:
    async def answer(route: Route) -> None:
        is_page = route.request.url == url
        await (route.fulfill(body=html, content_type="text/html; charset=utf-8") if is_page else route.abort())

    await page.route("**/*", answer)
    await page.goto(url)
    session = await page.context.new_cdp_session(page)
    signals = await World(session).call("page_signals.js", {"max_text": 200_000}, TypeAdapter(PageSignals), 5)
    await page.unroute("**/*")
    return signals


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
async def test_stored_page_is_called_what_it_is(page: Page, name: str) -> None:
    stored = (PAGES / f"{name}.html").read_text("utf-8")
    head = HEAD.match(stored)
    assert head is not None
    url, status, label = head.groups()

    signals = await read_signals(page, url, stored[head.end() :])

    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}"
    assert decide_label(Seen(host=parts.hostname or "", path=path, status=int(status), signals=signals)) == label
