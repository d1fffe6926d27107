"""How alike the archived page is to what the visitor saw: rendered without network and scripts, by SSIM.

Half of the pages are ours and hard to keep on purpose; the other half was written by others for other purposes: the
documentation, templates and slides that packages of npm ship. What those fetch from elsewhere is missing both times.
"""

from pathlib import Path

from aiohttp import web
from playwright.async_api import Browser

from capture.engine import ChromiumEngine
from capture.types import ArtifactKind, CaptureRequest, CaptureResult
from tests.bench.packages import install_packages
from tests.bench.pages import engine_config
from tests.bench.table import Table
from tests.site.likeness import measure_likeness
from tests.site.server import open_site
from tests.site.serving import serve_app
from tests.site.viewing import open_viewer, serve_archived, view

WANTED = 0.98
SECONDS = 60.0
OURS = (
    "/short", "/article", "/measured/article", "/measured/frames", "/measured/site/3", "/spa", "/lazy", "/gallery",
    "/archive/shadows", "/archive/frames", "/archive/frameset", "/archive/canvases", "/archive/forms",
    "/archive/sheets", "/archive/pictures", "/archive/layouts",
)  # fmt: skip
NOT_OURS = (
    "spectre.css/docs/index.html",
    "spectre.css/docs/components.html",
    "spectre.css/docs/elements/tables.html",
    "spectre.css/docs/getting-started.html",
    "bulma-templates/templates/blog.html",
    "bulma-templates/templates/admin.html",
    "bulma-templates/templates/forum.html",
    "bulma-templates/templates/landing.html",
    "startbootstrap-clean-blog/dist/index.html",
    "startbootstrap-clean-blog/dist/post.html",
    "startbootstrap-sb-admin-2/index.html",
    "startbootstrap-sb-admin-2/tables.html",
    "startbootstrap-sb-admin-2/buttons.html",
    "reveal.js/demo.html",
)


async def measure_likenesses(folder: Path) -> Table:
    """Capture each page, look at what was kept, and compare."""
    table = Table("Likeness of the archived page to the live one (SSIM; without network and scripts)")
    async with (
        open_site() as site,
        open_site() as other,
        ChromiumEngine(engine_config()) as engine,
        open_viewer() as viewer,
    ):
        for path in OURS:
            url = site.url(f"{path}?other={other.url('')}")
            add_row(table, path, await compare(engine, viewer, url, folder / str(len(table.rows))))
        modules = install_packages()
        if modules is None:
            table.add("pages that were not written for this", "not measured: npm could not be reached")
            return table
        async with serve_app(folder_app(modules)) as root:
            for path in NOT_OURS:
                add_row(table, path, await compare(engine, viewer, f"{root}/{path}", folder / str(len(table.rows))))
    return table


async def compare(engine: ChromiumEngine, viewer: Browser, url: str, folder: Path) -> float:
    """The likeness of one page."""
    result = await engine.capture(CaptureRequest(url, SECONDS), lambda _: None)
    async with serve_archived(result, folder) as address:
        seen = await view(viewer, address)
    assert seen.elsewhere == (), f"{url} asked elsewhere: {seen.elsewhere}"
    return measure_likeness(picture_of(result), seen.picture)


def picture_of(result: CaptureResult) -> bytes:
    """What the visitor saw."""
    return next(one.content for one in result.artifacts if one.kind is ArtifactKind.SCREENSHOT)


def add_row(table: Table, name: str, likeness: float) -> None:
    """One page."""
    table.add(name, f"{likeness:.4f}", f"≥ {WANTED}", likeness >= WANTED)


def folder_app(folder: Path) -> web.Application:
    """A folder as a site."""
    app = web.Application()
    app.router.add_static("/", folder)
    return app
