"""What strangers made, opened in a real browser: no script of theirs runs, and nobody else hears of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright

from bot.services.cards import ResourceCard, SnapshotCard
from capture.browser import find_browser
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, make_card, make_shelf, serve, store
from tests.site.serving import serve_app
from tests.site.stored import HTML, KEPT, OPENED, SVG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAIN, CONTENT = "http://main.test", "http://content.test"


@dataclass(frozen=True, slots=True)
class Canary:
    """A server of somebody else, who would like to know."""

    url: str
    heard: list[str] = field(default_factory=list)

    def name_in(self, text: str, name: str = "") -> bytes:
        """The text with this server's address in it."""
        return text.replace("CANARY", f"{self.url}/{name.replace(' ', '-')}").encode()


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    heard: list[str] = []

    async def note(request: web.Request) -> web.Response:
        if request.path.startswith("/unguarded/"):
            text, kind = (HTML, "text/html") if request.path.endswith("html") else (SVG, "image/svg+xml")
            return web.Response(body=Canary(str(request.url.origin())).name_in(text), content_type=kind)
        heard.append(request.path)
        return web.Response(text="heard", headers={"Access-Control-Allow-Origin": "*"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", note)
    async with serve_app(app) as url:
        yield Canary(url, heard)


@asynccontextmanager
async def open_browser(server: str = "") -> AsyncIterator[Browser]:
    """A browser for which both our origins are that server."""
    place = server.removeprefix("http://")
    rules = ",".join(f"MAP {one.removeprefix('http://')}:80 {place}" for one in (MAIN, CONTENT))
    args = ["--no-sandbox", *([f"--host-resolver-rules={rules}"] if server else [])]
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=find_browser(), args=args)
        yield browser
        await browser.close()


async def keep_all(
    blobs: FileBlobStore, canary: Canary
) -> tuple[dict[str, str], list[SnapshotCard], dict[str, list[ResourceCard]]]:
    """Every hostile thing under a permalink of its own; the path at which each opens."""
    paths, cards, shelf = {}, [], {}
    for number, (name, (where, media_type, text)) in enumerate(OPENED.items()):
        permalink_id, content = f"{number:022}", canary.name_in(text, name)
        artifact = await store(blobs, where, media_type, content)
        is_body = where == "assets"
        cards.append(make_card(permalink_id=permalink_id, artifacts=() if is_body else (artifact,)))
        shelf[permalink_id] = [ResourceCard(artifact.sha256, media_type, len(content))] if is_body else []
        paths[name] = f"/s/{permalink_id}/{where}" + (f"/{artifact.sha256}" if is_body else "")
    return paths, cards, shelf


async def open_it(context: BrowserContext, address: str) -> Page:
    """Go there; what is saved is no page, and that is well."""
    page = await context.new_page()
    try:
        await page.goto(address, wait_until="load")
    except Error as error:
        if "Download is starting" not in error.message and "ERR_ABORTED" not in error.message:
            raise
    for summary in await page.query_selector_all("details.archived summary"):
        await summary.click()  # the frame of our own page
    return page


@pytest.mark.parametrize("content_url", ["", CONTENT], ids=["one origin", "two origins"])
async def test_no_stored_byte_runs_script_or_asks_anybody(
    content_url: str, blobs: FileBlobStore, canary: Canary
) -> None:
    paths, cards, shelf = await keep_all(blobs, canary)
    asked: set[str] = set()
    ports = {"public_url": MAIN, "content_url": content_url, **make_shelf(shelf)}
    async with serve(blobs, *cards, **ports) as url, open_browser(url) as browser:
        context = await browser.new_context()
        context.on("requestfinished", lambda request: asked.add("/".join(request.url.split("/")[:3])))
        pages = {name: await open_it(context, (content_url or MAIN) + path) for name, path in paths.items()}
        for card in cards:
            await open_it(context, f"{MAIN}/s/{card.permalink_id}")
        await asyncio.sleep(1)  # what a script, a refresh or a plug-in would do comes after the load
        ran = [name for name, page in pages.items() if await page.title() == "ran"]

    assert canary.heard == []
    assert ran == []
    assert asked - {"data:"} == {MAIN, content_url or MAIN}


async def test_single_file_runs_nothing_and_asks_nobody_from_a_disk(
    tmp_path: Path, blobs: FileBlobStore, canary: Canary, client: ClientSession
) -> None:
    before, _, after = HTML.partition("<meta")  # what refreshes itself is never kept
    hostile = canary.name_in(before + "<link" + after.partition("<link")[2])
    card = make_card(artifacts=(await store(blobs, "page", "text/html", hostile),))
    saved = tmp_path / "saved.html"
    async with serve(blobs, card) as url, client.get(f"{url}/s/{PERMALINK_ID}/page?download") as answer:
        saved.write_bytes(await answer.read())

    async with open_browser() as browser:
        page = await open_it(await browser.new_context(), saved.as_uri())
        await asyncio.sleep(0.5)
        title = await page.title()

    assert canary.heard == []
    assert title == KEPT


@pytest.mark.parametrize("path", ["/unguarded/html", "/unguarded/svg"])
async def test_without_our_headers_all_of_it_would_be_heard(path: str, canary: Canary) -> None:
    async with open_browser() as browser:
        page = await browser.new_page()
        await page.goto(canary.url + path, wait_until="commit")
        await asyncio.sleep(1)

    assert "//script" in canary.heard
