"""How much a browser gets done: two captures at a time, the first one after the launch, and three hundred in a row."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil
from playwright.async_api import Browser

from capture.engine import ChromiumEngine
from capture.types import CaptureRequest
from tests.bench.pages import ARTICLE, LIGHT, PAGES, PAIRS, Page, capture_bare, engine_config, open_browser
from tests.bench.table import Table
from tests.site.server import Site, open_site

AT_A_TIME = 2
BATCH = 10
BATCHES = max(PAIRS // 3, 2)
LAUNCHES = 5
CAPTURES = int(os.environ.get("BENCH_CAPTURES", "300"))
WARM_AFTER = CAPTURES // 6
MEBIBYTE = 1024 * 1024


async def measure_throughput(folder: Path) -> Table:
    """Two at a time beside bare, launch to the first capture, and memory over many."""
    table = Table("Throughput and memory of the engine")
    async with open_site() as site:
        for page in PAGES:
            await add_throughput(table, site, page)
        await add_launches(table, site)
        await add_memory(table, site)
    return table


async def add_throughput(table: Table, site: Site, page: Page) -> None:
    """Captures a minute at two at a time, ours and bare ones in turns."""
    ratios: list[float] = []
    per_minute: list[float] = []
    async with open_browser() as browser, ChromiumEngine(engine_config()) as engine:
        for number in range(BATCHES + 1):
            urls = [site.url(f"{page.path}?batch={number}-{index}") for index in range(BATCH)]
            bare = await time_batch(urls, lambda url: by_bare(browser, url, page.content))
            ours = await time_batch(urls, lambda url: by_engine(engine, url))
            if number:  # the first batch warms up
                ratios.append(bare / ours)
                per_minute.append(BATCH * 60 / ours)
    table.add(
        f"{page.name}: captures a minute ÷ bare, {AT_A_TIME} at a time",
        f"{median(ratios):.2f}  ({median(per_minute):.0f} a minute)",
        "≥ 0.9",
        median(ratios) >= 0.9,
    )


async def time_batch(urls: Sequence[str], capture: Callable[[str], Awaitable[None]]) -> float:
    """Seconds until all are captured."""
    left = list(urls)

    async def work() -> None:
        while left:
            await capture(left.pop())

    started = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(AT_A_TIME):
            tasks.create_task(work(), name=f"worker {number}")
    return perf_counter() - started


async def by_bare(browser: Browser, url: str, content: str) -> None:
    """A bare capture."""
    await capture_bare(browser, url, content)


async def by_engine(engine: ChromiumEngine, url: str) -> None:
    """One of ours."""
    await engine.capture(CaptureRequest(url), lambda _: None)


async def add_launches(table: Table, site: Site) -> None:
    """From opening the engine to the result of its first capture."""
    seconds: list[float] = []
    for number in range(LAUNCHES):
        started = perf_counter()
        async with ChromiumEngine(engine_config()) as engine:
            await by_engine(engine, site.url(f"{LIGHT.path}?launch={number}"))
            seconds.append(perf_counter() - started)
    value = median(seconds)
    table.add(f"launch to the first capture, median of {LAUNCHES}", f"{value:.2f} s", "≤ 1 s", value <= 1)


async def add_memory(table: Table, site: Site) -> None:
    """PSS of this process and all its children after some captures, and after many."""
    weights: list[float] = []
    async with ChromiumEngine(engine_config()) as engine:
        for number in range(CAPTURES):
            page = (LIGHT, ARTICLE)[number % 2]
            await by_engine(engine, site.url(f"{page.path}?number={number}"))
            if number >= WARM_AFTER and number % 10 == 0:
                weights.append(weigh())
    third = max(len(weights) // 3, 1)
    first, last = median(weights[:third]), median(weights[-third:])
    table.add(
        f"program, driver, reader and browser over {CAPTURES} captures, PSS",
        f"{first:.0f} → {last:.0f} MiB  ({last / first:.2f})",
        "≤ 1.1 ×",
        last <= first * 1.1,
    )


def weigh() -> float:
    """MiB of this process and what it started."""
    root = psutil.Process()
    total = root.memory_full_info().pss
    for child in root.children(recursive=True):
        try:
            total += child.memory_full_info().pss
        except psutil.Error:  # a renderer that is just ending
            continue
    return total / MEBIBYTE
