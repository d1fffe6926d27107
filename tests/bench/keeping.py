"""What ten pages of one site take on the disk, where they share a style sheet, a font and pictures."""

from pathlib import Path

from bot.services.bundling import bundle_page
from bot.services.cards import ResourceCard
from capture.engine import ChromiumEngine
from capture.types import CaptureRequest, CaptureResult
from models.blobs.file import FileBlobStore
from tests.bench.pages import engine_config
from tests.bench.rivals import find_single_file
from tests.bench.table import Table
from tests.site.measured import PAGES_OF_SITE
from tests.site.server import Site, open_site
from tests.site.viewing import page_of

KIBIBYTE = 1024


async def measure_keeping(folder: Path) -> Table:
    """The archived pages with their bodies as blobs, beside as many files that hold everything."""
    table = Table(f"Bytes of {PAGES_OF_SITE} archived pages of one site")
    (folder / "blobs").mkdir()
    blobs = FileBlobStore(folder / "blobs")
    single = find_single_file()
    bundled = by_other = 0
    async with open_site() as site, ChromiumEngine(engine_config()) as engine:
        for number in range(PAGES_OF_SITE):
            url = page_url(site, number)
            result = await engine.capture(CaptureRequest(url), lambda _: None)
            bundled += await keep(result, blobs)
            if single is not None:
                await single.keep(url, folder / "single.html")
                by_other += (folder / "single.html").stat().st_size
    kept = sum(file.stat().st_size for file in (folder / "blobs").rglob("*") if file.is_file())
    table.add("our blobs", f"{kept / KIBIBYTE:.0f} KiB")
    table.add_ratio("÷ our own single-file downloads", kept / bundled, 0.5, f"{bundled / KIBIBYTE:.0f} KiB")
    if single is None:
        table.add("÷ files of single-file-cli", "not measured: it could not be installed here")
    else:
        table.add_ratio("÷ files of single-file-cli", kept / by_other, 0.5, f"{by_other / KIBIBYTE:.0f} KiB")
    return table


def page_url(site: Site, number: int) -> str:
    """One of the ten."""
    return site.url(f"/measured/site/{number}")


async def keep(result: CaptureResult, blobs: FileBlobStore) -> int:
    """Store a result's archived page and what it shows; the bytes of the same as one file."""
    name = await blobs.put(page_of(result).content)
    bodies = [ResourceCard(await blobs.put(one.content), one.media_type, len(one.content)) for one in result.resources]
    return sum([len(piece) async for piece in bundle_page(name, bodies, blobs)])
