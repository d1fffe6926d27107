"""Stored pages, opened in a real browser without any network and read as a capture reads them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from playwright.async_api import Browser, Route, async_playwright

from capture.artifacts.article import LIMITS, LOOK, Look
from capture.browser import find_browser
from capture.extract.article import read_article
from capture.extract.source import Article, PageSource
from capture.readability import load_readability
from capture.world import World
from tests.site.pages import draw_png

PAGES = Path(__file__).parent.parent.parent / "golden/articles"
PICTURE = draw_png(640, 360, 40, 120, 200)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser of the test's own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser())
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(browser: Browser, url: str, html: str) -> AsyncIterator[World]:
    """A page under its address, without scripts. Every picture is the same; nothing else is there."""

    async def answer(route: Route) -> None:
        if route.request.url == url:
            await route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.url.endswith(".png"):
            await route.fulfill(body=PICTURE, content_type="image/png")
        else:
            await route.abort()

    context = await browser.new_context(java_script_enabled=False)
    try:
        page = await context.new_page()
        await page.route("**/*", answer)
        await page.goto(url)
        yield World(await context.new_cdp_session(page))
    finally:
        await context.close()


async def look_at(world: World) -> Look:
    """What our script sees of a page."""
    return await world.call("article.js", LIMITS, LOOK, 20, libraries=(load_readability(),))


async def read_page(browser: Browser, url: str, html: str, *, title: str = "", language: str = "") -> Article:
    """The article of a page, with copies of all its pictures."""
    async with open_page(browser, url, html) as world:
        look = await look_at(world)
    source = PageSource(
        url=url,
        html=look.html,
        readable=look.readable,
        title=title,
        language=language,
        assets={address: sha256(address.encode()).hexdigest() for address in list_pictures(url, look.html)},
    )
    return read_article(source)


def list_pictures(base: str, html: str) -> list[str]:
    """The addresses of a page's pictures."""
    found: list[str] = []

    class Images(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            source = dict(attrs).get("src")
            if tag == "img" and source and not source.startswith("data:"):
                found.append(urljoin(base, source))

    Images().feed(html)
    return found


def get_content(document: str) -> str:
    """The content of an article's document, without its head and header."""
    return document.partition("</header>")[2].rpartition("</article>")[0].strip()
