"""How soon the program is ready after its start, and what memory it takes without the browser."""

import asyncio
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil
from aiohttp import ClientError, ClientSession

from tests.bench.table import Table
from tests.bench.telegram import OWNER, open_service
from tests.e2e.service import Service, run_service
from tests.site.server import open_site

STARTS = 5
BROWSER_NAMES = ("headless_shell", "chrom")


async def measure_start(folder: Path) -> Table:
    """Start several times; then look at the memory of a service that has captured something."""
    table = Table("Start and memory")
    seconds = [await time_to_ready(folder / f"start-{number}") for number in range(STARTS)]
    table.add("ready after start, median of 5", f"{median(seconds):.2f} s", "≤ 3 s", median(seconds) <= 3)
    async with open_site() as site, open_service(folder) as (chat, service):
        await chat.send_text(OWNER, OWNER, site.url("/article"))
        await chat.wait_for(lambda message: bool(message.photo_group), 30, chat_id=OWNER)
        mebibytes = resident_without_browser(service) / 2**20
    table.add("service without browser, RSS after a capture", f"{mebibytes:.0f} MiB", "≤ 250 MiB", mebibytes <= 250)
    return table


async def time_to_ready(folder: Path) -> float:
    """Seconds from the start of the process until /readyz says 200, a new data folder included."""
    await asyncio.to_thread(folder.mkdir)
    started = perf_counter()
    async with run_service(folder) as service, ClientSession() as web:
        while not await is_ready(web, service):  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)
        return perf_counter() - started


async def is_ready(web: ClientSession, service: Service) -> bool:
    """Whether it says so."""
    try:
        async with web.get(f"{service.root}/readyz") as answer:
            return answer.status == 200
    except ClientError:
        return False


def resident_without_browser(service: Service) -> int:
    """Bytes of the program and of Playwright's driver, which is part of it."""
    root = psutil.Process(service.process.pid)
    family = [root, *root.children(recursive=True)]
    return sum(
        process.memory_info().rss
        for process in family
        if not any(name in " ".join(process.cmdline()[:1]) for name in BROWSER_NAMES)
    )
