"""Permalinks of the real program, asked for at a steady pace while two captures run (BENCH_ASK_SECONDS=5 is short)."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count, cycle
from pathlib import Path
from time import perf_counter

from aiohttp import ClientSession

from tests.bench.pages import ARTICLE, LIGHT
from tests.bench.table import Table, percentile
from tests.e2e.service import run_service
from tests.site.server import Site, open_site

SECONDS = int(os.environ.get("BENCH_ASK_SECONDS", "60"))
A_SECOND = 20
CAPTURES = 2
AT_MOST = 0.05  # seconds
TOKEN = "a-long-token-for-the-bench"
PARTS = {"the page": "", "its JSON": ".json", "its picture": "/screenshot", "the archived page": "/page"}


async def measure_permalinks(folder: Path) -> Table:
    """Every part of a permalink, by turns, while nothing else runs and while two captures do."""
    table = Table(f"A permalink asked for {A_SECOND} times a second, for {SECONDS} s")
    async with (
        open_site() as site,
        run_service(folder, MAX_PER_DAY="1000000", CAPTURES=str(CAPTURES), API_TOKEN=TOKEN) as service,
        ClientSession(service.root, headers={"Authorization": f"Bearer {TOKEN}"}) as session,
    ):
        path = await keep(session, site.url(ARTICLE.path))
        await ask_all(session, path, 3)  # warms up
        add(table, "nothing else running", await ask_all(session, path, max(SECONDS // 3, 2)), is_asked_for=False)
        async with captures_running(session, site) as done:
            seconds = await ask_all(session, path, SECONDS)
            add(table, f"{CAPTURES} captures running", seconds, is_asked_for=True)
        table.add("captures that ended meanwhile", str(len(done)), "≥ 1", bool(done))
    return table


def add(table: Table, meanwhile: str, seconds: dict[str, list[float]], *, is_asked_for: bool) -> None:
    """A row for each part of the permalink."""
    for part, values in seconds.items():
        p95 = percentile(values, 95)
        value = f"{p95 * 1000:.1f} ms  (p50 {percentile(values, 50) * 1000:.1f}, worst {max(values) * 1000:.0f})"
        is_limited = is_asked_for and not PARTS[part]  # what the permalink itself opens
        limits = (f"≤ {AT_MOST * 1000:.0f} ms", p95 <= AT_MOST) if is_limited else ("", None)
        table.add(f"{meanwhile}: {part}, p95", value, *limits)


async def ask_all(session: ClientSession, path: str, seconds: int) -> dict[str, list[float]]:
    """How long each answer took; whoever is late holds nobody up, as with visitors who know nothing of each other."""
    found: dict[str, list[float]] = {part: [] for part in PARTS}
    begun = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number, part in zip(range(seconds * A_SECOND), cycle(PARTS), strict=False):
            await asyncio.sleep(max(begun + number / A_SECOND - perf_counter(), 0))
            tasks.create_task(ask(session, path + PARTS[part], found[part]), name=f"ask {number}")
    return found


async def ask(session: ClientSession, path: str, seconds: list[float]) -> None:
    """One visitor, who reads to the end."""
    begun = perf_counter()
    async with asyncio.timeout(30), session.get(path) as answer:
        await answer.read()
        assert answer.status == 200, path
    seconds.append(perf_counter() - begun)


@asynccontextmanager
async def captures_running(session: ClientSession, site: Site) -> AsyncIterator[list[str]]:
    """As many captures as the service does at a time and as many that wait, over and over; those that have ended."""
    done: list[str] = []
    numbers = count()

    async def go_on() -> None:
        while True:
            page = (LIGHT, ARTICLE)[next(numbers) % 2]
            done.append(await keep(session, site.url(f"{page.path}?bench={next(numbers)}")))

    async with asyncio.TaskGroup() as tasks:
        loops = [tasks.create_task(go_on(), name=f"captures {number}") for number in range(2 * CAPTURES)]
        yield done
        for loop in loops:
            loop.cancel()


async def keep(session: ClientSession, url: str) -> str:
    """Keep a page and wait until it is; the path of its permalink."""
    async with session.post("/api/links", json={"url": url}) as answer:
        document = await answer.json()
        assert answer.status in {200, 201}, document
    async with asyncio.timeout(120):
        while document["status"] in {"queued", "capturing"}:
            await asyncio.sleep(2)  # all of them together stay below the requests a minute that one person has
            async with session.get(f"/api/links/{document['id']}") as answer:
                document = await answer.json()
    assert document["status"] in {"complete", "partial"}, document
    return "/s/" + str(document["permalink"]).rpartition("/")[2]
