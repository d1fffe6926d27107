"""ReplayWeb.page on loopback: the replay of archivists, as npm installs it for the tests.

Its two scripts hold all that they need, so package-lock.json names none of the packages that they were built from.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

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
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/?source=/page.wacz"
    finally:
        await runner.cleanup()
