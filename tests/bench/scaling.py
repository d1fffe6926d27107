"""Many processes over one PostgreSQL: what more workers bring, what a long queue costs, and searching beside SQLite.

SCALED_LINKS, SCALED_JOBS and SCALED_DOCUMENTS make it shorter.
"""

import asyncio
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import psutil
from procrastinate import App, PsycopgConnector

from bot.bell import Bell
from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from bot.parsing.query import parse_query
from bot.queues.jobs import open_jobs
from models.database import open_database
from models.indexing import reindex_stale
from models.jobs import QUEUE, list_jobless
from models.moving import Place, move_rows, open_place
from models.queue import claim_this
from models.search import search_links
from tests.bench.searching import CHATS, NOW, build, invent_tongues, list_queries
from tests.bench.table import Table, percentile
from tests.e2e.team import run_team
from tests.factories import make_chat, make_link, make_snapshot
from tests.patience import until, until_found
from tests.postgres import PostgresServer, ask, open_postgres
from tests.site.server import Site, open_site

LINKS = int(os.environ.get("SCALED_LINKS", "8"))  # a worker
JOBS = int(os.environ.get("SCALED_JOBS", "10000"))
DOCUMENTS = int(os.environ.get("SCALED_DOCUMENTS", "10000"))
WORKERS = (1, 2, 4)
PAGE_SECONDS = 6  # of waiting for the network
TAKEN = 200
ROUNDS = 3
PERSON = 101
LONGEST = 900.0
FINISHED = "SELECT count(*) FROM snapshots WHERE status NOT IN ('queued', 'capturing')"
SPAN = "SELECT extract(epoch FROM max(finished_at) - min(queued_at))::float FROM snapshots"


async def measure_scaling(folder: Path) -> Table:
    """Workers, a long queue, and a search."""
    table = Table("Many processes over one PostgreSQL")
    with open_postgres() as server:
        await _add_workers(table, folder, server)
        await _add_queue(table, server)
        await _add_search(table, folder, server)
    return table


async def _add_workers(table: Table, folder: Path, server: PostgresServer) -> None:
    """Captures a minute of one, two and four workers that do one capture at a time."""
    config = LocalChatConfig(folder / "telegram", owner_id=PERSON)
    async with open_localchat(config) as chat, open_site() as site:
        per_minute: dict[int, float] = {}
        for workers in WORKERS:
            place = folder / f"team{workers}"
            place.mkdir()
            psutil.cpu_percent()
            per_minute[workers] = await _capture_all(place, chat, site, server.url(server.create()), workers)
            busy = psutil.cpu_percent()
            linear = per_minute[workers] / (per_minute[1] * workers)
            figure = f"{per_minute[workers]:.1f} a minute, {linear:.2f} × linear, processors busy {busy:.0f} %"
            is_full = busy >= 90
            table.add(f"{workers} worker(s)", figure, "≥ 0.9, until the cores are full", linear >= 0.9 or is_full)


async def _capture_all(folder: Path, chat: LocalChat, site: Site, url: str, workers: int) -> float:
    roles = ("chat", *["worker"] * workers)
    settings = {"ALLOWED_USERS": str(PERSON), "MAX_WAITING": "1000", "MAX_PER_DAY": "1000", "CAPTURES": "1"}
    count = LINKS * workers
    async with run_team(folder, chat, url, *roles, **settings):
        for number in range(count):
            await chat.send_text(PERSON, PERSON, site.url(f"/slow?seconds={PAGE_SECONDS}&{workers}={number}"))
        await until(lambda: ask(url, FINISHED) == [(count,)], LONGEST)
    ((seconds,),) = ask(url, SPAN)
    assert isinstance(seconds, float)
    return count * 60 / seconds


async def _add_queue(table: Table, server: PostgresServer) -> None:
    """Taking one job of very many: fetched from procrastinate, and its row claimed."""
    url = server.url(server.create())
    async with open_database(url), open_jobs(url, "bench", _now, Bell()) as queue, asyncio.TaskGroup() as tasks:
        chats = [await make_chat() for _ in range(50)]
        for number in range(JOBS):
            await make_snapshot(await make_link(chats[number % len(chats)]))
        begun = perf_counter()
        looking = tasks.create_task(queue.look_after(), name="looks after")
        await until_found(_has_all_jobs, LONGEST)
        looking.cancel()
        table.add(f"{JOBS:,} rows get their jobs", f"{JOBS / (perf_counter() - begun):.0f} a second")
        seconds = await _take_some(url)
    slow = percentile(seconds, 95) * 1000
    table.add(f"taking one of {JOBS:,} jobs: p95", f"{slow:.1f} ms", "≤ 20", slow <= 20)


async def _has_all_jobs() -> bool:
    return not await list_jobless(_now(), 1)


async def _take_some(url: str) -> list[float]:
    app = App(connector=PsycopgConnector(conninfo=url))
    seconds = []
    async with app.open_async():
        worker_id = await app.job_manager.register_worker()
        for _ in range(min(TAKEN, JOBS)):
            begun = perf_counter()
            job = await app.job_manager.fetch_job(queues=[QUEUE], worker_id=worker_id)
            assert job is not None
            await claim_this(int(str(job.task_kwargs["snapshot_id"])), "bench", 60, _now())
            seconds.append(perf_counter() - begun)
    return seconds


async def _add_search(table: Table, folder: Path, server: PostgresServer) -> None:
    """The same library in both databases, and the same queries in turns."""
    chance = random.Random(7)  # noqa: S311 - the same documents every time
    tongues = invent_tongues(chance)
    path = folder / "search.db"
    async with open_database(f"sqlite://{path}"):
        for _ in range(CHATS):
            await make_chat()
    await asyncio.to_thread(build, path, chance, tongues, DOCUMENTS)
    url = server.url(server.create())
    async with open_place(f"sqlite://{path}") as here, open_place(url) as there:
        await move_rows(here, there)
        while await there.do(reindex_stale(500)):
            pass
        ask(url, "VACUUM ANALYZE")
        for kind, queries in list_queries(tongues).items():
            ours, theirs = await _time(queries, here), await _time(queries, there)
            detail = f"{theirs * 1000:.1f} ms ÷ {ours * 1000:.1f} ms"
            table.add_ratio(f"{kind}: p95 of PostgreSQL ÷ SQLite", theirs / ours, 3.0, detail)


async def _time(queries: list[str], place: Place) -> float:
    async def look() -> list[float]:
        seconds = []
        for text in queries * ROUNDS:
            query = parse_query(text, NOW.date()).query
            begun = perf_counter()
            await search_links(1, query, 5)
            seconds.append(perf_counter() - begun)
        return seconds

    return percentile(await place.do(look()), 95)


def _now() -> datetime:
    return datetime.now(UTC)
