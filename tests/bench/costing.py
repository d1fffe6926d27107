"""What one link costs: processor time, and bytes in the database and among the files. For docs/capacity.md."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import psutil

from bot.services.capturing import capture_snapshot
from capture.engine import ChromiumEngine
from capture.fake import FakeEngine
from capture.types import Engine
from models.database import open_database, reader
from models.tables import Artifact, Resource
from tests.bench.pages import ARTICLE, FRAMES, LIGHT, engine_config
from tests.bench.table import Table
from tests.engines import ignore_step
from tests.factories import make_chat, make_claimed, make_link
from tests.ports import Desk, open_desk
from tests.site.measured import PAGES_OF_SITE
from tests.site.server import open_site

ROUNDS = 10
WRITTEN = 100
KIBIBYTE = 1024


async def measure_costs(folder: Path) -> Table:
    """Pages through the whole keeping, PDF and web archive included."""
    table = Table("What one link costs")
    desk = open_desk(folder)
    async with (
        open_database(f"sqlite://{folder}/snapkeep.db"),
        open_site() as site,
        ChromiumEngine(engine_config()) as engine,
    ):
        pages = [
            (page.name, [site.url(f"{page.path}?n={n}") for n in range(ROUNDS)]) for page in (LIGHT, ARTICLE, FRAMES)
        ]
        one_site = [site.url(f"/measured/site/{number}") for number in range(PAGES_OF_SITE)]
        await keep([site.url(LIGHT.path)], engine, desk)  # the first one warms up
        for name, urls in [*pages, (f"{PAGES_OF_SITE} pages of one site", one_site)]:
            before = spent_seconds(), file_bytes(folder / "blobs"), await database_bytes()
            await keep(urls, engine, desk)
            after = spent_seconds(), file_bytes(folder / "blobs"), await database_bytes()
            seconds, blobs, rows = [(new - old) / len(urls) for new, old in zip(after, before, strict=True)]
            figures = (
                f"{seconds:.2f} s of CPU, {blobs / KIBIBYTE:.0f} KiB of files, {rows / KIBIBYTE:.0f} KiB of database"
            )
            table.add(name, figures)
        kept = await Artifact.all().count() + await Resource.all().count()
        started = perf_counter()
        await keep([f"https://example.com/{number}" for number in range(WRITTEN)], FakeEngine(), desk)
        table.add("rows and files alone", f"{(perf_counter() - started) * 1000 / WRITTEN:.1f} ms of the one writer")
    table.add("rows of artifacts and parts", f"{kept / (len(pages) * ROUNDS + PAGES_OF_SITE):.1f} a link")
    return table


async def keep(urls: Sequence[str], engine: Engine, desk: Desk) -> None:
    """Capture each of them as the worker does."""
    chat = await make_chat()
    for url in urls:
        snapshot = await make_claimed(await make_link(chat, url))
        await capture_snapshot(snapshot, engine, desk.ports(), ignore_step, 60)


def spent_seconds() -> float:
    """Processor time of this process and all that it has started, those that have ended included."""
    mine = psutil.Process()
    times = [process.cpu_times() for process in (mine, *mine.children(recursive=True))]
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def file_bytes(folder: Path) -> int:
    """Of all files there."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


async def database_bytes() -> int:
    """Of all tables and indexes, wherever their pages are just now."""
    rows = await reader().execute_query_dict(
        "SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size"
    )
    return int(rows[0]["size"])
