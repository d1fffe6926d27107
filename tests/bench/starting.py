"""How soon the program is ready after its start, and what memory it takes without the browser."""

import asyncio
from contextlib import suppress
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
    homes = [folder / f"start-{number}" for number in range(STARTS)]
    for name in ("the first of all", "every later one"):
        seconds = median([await time_to_ready(home) for home in homes])
        table.add(f"ready after a start, {name}, median of {STARTS}", f"{seconds:.2f} s", "≤ 3 s", seconds <= 3)
    async with open_site() as site, open_service(folder) as (chat, service):
        await chat.send_text(OWNER, OWNER, site.url("/article"))
        await chat.wait_for(lambda message: bool(message.photo_group), 30, chat_id=OWNER)
        parts = weigh_without_browser(service)
    whole = sum(parts.values())
    table.add("service without browser after a capture, PSS", f"{whole:.0f} MiB", "≤ 250 MiB", whole <= 250)
    for name, mebibytes in parts.items():
        table.add(f"  {name}", f"{mebibytes:.0f} MiB")
    return table


async def time_to_ready(folder: Path) -> float:
    """Seconds from the start of the process until /readyz says 200; in a new folder, the tables are made as well."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
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


def weigh_without_browser(service: Service) -> dict[str, float]:
    """MiB of the program and of its helpers; what processes share is counted once (PSS)."""
    root = psutil.Process(service.process.pid)
    parts = {"the program": root.memory_full_info().pss / 2**20}
    for process in root.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # a renderer that has just ended
            command = " ".join(process.cmdline()[:1])
            if not any(name in command for name in BROWSER_NAMES):
                name = "Playwright's driver" if "node" in command else "the reading process"
                parts[name] = parts.get(name, 0) + process.memory_full_info().pss / 2**20
    return parts
