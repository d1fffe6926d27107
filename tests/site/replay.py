"""ReplayWeb.page on loopback: the replay of archivists, as npm installs it for the tests.

Its two scripts hold all that they need, so package-lock.json names none of the packages that they were built from.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from playwright.async_api import FrameLocator, expect

from tests.site.serving import serve_app
from tests.site.viewing import open_isolated_viewer

VALID = "Validation succeeded, the passed WACZ is valid"

FOLDER = Path(__file__).parents[2] / "node_modules/replaywebpage"
SCRIPTS = {"ui.js": "text/javascript", "sw.js": "text/javascript"}
PAGE = """<!doctype html><html class="no-overflow"><head><title>Replay</title><script src="./ui.js"></script></head>
<body><replay-app-main></replay-app-main></body></html>"""


def is_installed() -> bool:
    return all((FOLDER / name).is_file() for name in SCRIPTS)


@asynccontextmanager
async def open_replay(wacz: bytes) -> AsyncIterator[str]:
    """Serve the replay; the address at which it opens with this archive."""

    async def show_page(_: web.Request) -> web.StreamResponse:
        return web.Response(text=PAGE, content_type="text/html")

    async def send_script(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        return web.FileResponse(FOLDER / name, headers={"Content-Type": SCRIPTS[name]})

    async def send_archive(request: web.Request) -> web.StreamResponse:
        span = request.http_range
        part = wacz[span]
        headers = {"Accept-Ranges": "bytes", "Content-Type": "application/wacz"}
        if "Range" not in request.headers:
            return web.Response(body=part, headers=headers)
        start = span.start if span.start >= 0 else len(wacz) + span.start
        headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(wacz)}"
        return web.Response(status=206, body=part, headers=headers)

    app = web.Application()
    app.router.add_get("/", show_page)
    app.router.add_get("/{name:ui.js|sw.js}", send_script)
    app.router.add_get("/page.wacz", send_archive)
    async with serve_app(app) as root:
        yield f"{root}/?source=/page.wacz"


@asynccontextmanager
async def look_into(wacz: bytes, title: str) -> AsyncIterator[FrameLocator]:
    """The archived page in ReplayWeb.page, which reaches nothing but itself; it stands on the first screen."""
    async with open_replay(wacz) as address, open_isolated_viewer(address) as browser:
        page = await browser.new_page()
        await page.goto(address)
        entry = page.locator("wr-page-entry a")
        await expect(entry).to_contain_text(title)
        await entry.first.click()
        yield page.frame_locator("iframe")


async def validate(file: Path) -> str:
    """What the archivists' own checker says of a web archive."""
    checker = Path(sys.executable).with_name("wacz")
    checking = await asyncio.create_subprocess_exec(checker, "validate", "-f", file, stdout=subprocess.PIPE)
    said, _ = await checking.communicate()
    return said.decode()
