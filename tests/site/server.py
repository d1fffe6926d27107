"""A small web site on loopback: friendly and hostile pages for whoever captures."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.site.archive import ARCHIVE_ROUTES
from tests.site.encodings import ENCODING_ROUTES
from tests.site.files import FILE_ROUTES
from tests.site.hostile import HOSTILE_ROUTES
from tests.site.layers import LAYER_ROUTES
from tests.site.measured import MEASURED_ROUTES
from tests.site.pages import ROUTES
from tests.site.paper import PAPER_FORMS, PAPER_ROUTES


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    port: int
    host: str = "127.0.0.1"
    living: dict[str, str] = field(default_factory=dict)  # documents at /living/{name}, which a test may change

    def url(self, path: str) -> str:
        """The address of one of its pages."""
        return f"http://{self.host}:{self.port}{path}"


@asynccontextmanager
async def open_site(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Site]:
    """Serve the pages as long as the block runs."""
    app = web.Application()
    living: dict[str, str] = {}

    async def show_living(request: web.Request) -> web.StreamResponse:
        text = living.get(request.match_info["name"])
        if text is None:
            raise web.HTTPNotFound(text="gone")
        return web.Response(text=text, content_type="text/html")

    app.router.add_get("/living/{name}", show_living)
    for path, handler in {
        **ROUTES,
        **HOSTILE_ROUTES,
        **PAPER_ROUTES,
        **FILE_ROUTES,
        **LAYER_ROUTES,
        **ARCHIVE_ROUTES,
        **ENCODING_ROUTES,
        **MEASURED_ROUTES,
    }.items():
        app.router.add_get(path, handler)
    for path, handler in PAPER_FORMS.items():
        app.router.add_post(path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, host, port)
        await listener.start()
        yield Site(int(runner.addresses[0][1]), host, living)
    finally:
        async with asyncio.timeout(5):
            await runner.cleanup()
