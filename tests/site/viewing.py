"""An archived page as a visitor sees it: from the real web front, without scripts, with nobody else to ask."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, ProxySettings, Route, async_playwright

from bot.services.cards import ArtifactCard, ResourceCard
from capture.browser import find_browser
from capture.types import Artifact, ArtifactKind, CaptureResult
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, make_card, make_shelf, serve

WIDTH, HEIGHT = 1280, 800


@dataclass(frozen=True, slots=True)
class View:
    """What somebody saw, and whom the page asked for something."""

    picture: bytes  # JPEG
    text: str
    elsewhere: tuple[str, ...]  # addresses that are not of the web front


def page_of(result: CaptureResult) -> Artifact:
    """The archived page of a result."""
    return next(one for one in result.artifacts if one.kind is ArtifactKind.PAGE)


@asynccontextmanager
async def open_viewer() -> AsyncIterator[Browser]:
    """A browser like the one that captures."""
    async with async_playwright() as playwright:
        environment: dict[str, str | float | bool] = {"LANG": "C.UTF-8", "HOME": "/nonexistent"}
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox"], env=environment
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def open_isolated_viewer(address: str) -> AsyncIterator[Browser]:
    """A browser that reaches the server at that address, and nothing else in the world."""
    proxy = ProxySettings(server="http://127.0.0.1:9", bypass=f"<-loopback>,{urlsplit(address).netloc}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"], proxy=proxy)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def serve_archived(result: CaptureResult, folder: Path) -> AsyncIterator[str]:
    """The web front with this result behind it; the address of its archived page."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    blobs = FileBlobStore(folder)
    page = page_of(result)
    artifact = ArtifactCard("page", page.media_type, len(page.content), await blobs.put(page.content))
    bodies = [ResourceCard(await blobs.put(one.content), one.media_type, len(one.content)) for one in result.resources]
    async with serve(blobs, make_card(artifacts=(artifact,)), **make_shelf({PERMALINK_ID: bodies})) as url:
        yield f"{url}/s/{PERMALINK_ID}/page"


async def view(browser: Browser, address: str, *, scripts: bool = False) -> View:
    """Look at an address as far down as it goes, frames below included."""
    own = address.partition("/s/")[0]
    elsewhere: list[str] = []

    async def judge(route: Route) -> None:
        if route.request.url.startswith((own, "data:", "file:")):
            await route.continue_()
        else:
            await route.abort()

    def note(url: str) -> None:
        if not url.startswith((own, "data:", "file:", "about:")):
            elsewhere.append(url)

    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=scripts, service_workers="block"
    )
    async with context:
        await context.route("**/*", judge)
        page = await context.new_page()
        page.on("request", lambda request: note(request.url))
        await page.goto(address)
        session = await context.new_cdp_session(page)
        height = round((await session.send("Page.getLayoutMetrics"))["cssContentSize"]["height"])
        if height > HEIGHT and len(page.frames) > 1:
            await page.set_viewport_size({"width": WIDTH, "height": height})
        picture = await page.screenshot(full_page=True, type="jpeg", quality=80)
        snapshot = await session.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
        shown = (
            snapshot["strings"][index] for one in snapshot["documents"] for index in one["layout"]["text"] if index >= 0
        )
        return View(picture, "\n".join(shown), tuple(elsewhere))


def names_of(result: CaptureResult) -> set[str]:
    """The hashes of what a page shows."""
    return {sha256(one.content).hexdigest() for one in result.resources}
