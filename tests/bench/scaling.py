"""Many processes over one PostgreSQL: what more workers bring, what a long queue costs, and searching beside SQLite.

Each part has a server and a time limit of its own, and says what stopped it. All of them end within 12 minutes.
SCALED_LINKS, SCALED_JOBS and SCALED_DOCUMENTS make it shorter.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import psutil
from procrastinate import App, PsycopgConnector

from bot.__main__ import list_causes
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
from tests.bench.queueing import fill
from tests.bench.searching import CHATS, NOW, build, invent_tongues, list_queries
from tests.bench.table import Table, percentile
from tests.e2e.dying import AGAIN_SECONDS, count_answers, kill_who_captures
from tests.e2e.team import run_team
from tests.factories import make_chat
from tests.patience import until, until_found
from tests.postgres import PostgresServer, ask, open_postgres
from tests.site.server import Site, open_site

LINKS = int(os.environ.get("SCALED_LINKS", "5"))  # a worker
JOBS = int(os.environ.get("SCALED_JOBS", "10000"))
DOCUMENTS = int(os.environ.get("SCALED_DOCUMENTS", "6000"))
WORKERS = (1, 2, 4)
PAGE_SECONDS = 10  # of waiting for the network: two cores are then not full with four workers
TAKEN = 200
ROUNDS = 10
PERSON = 101
FINISHED = "SELECT count(*) FROM snapshots WHERE status NOT IN ('queued', 'capturing')"
SPAN = "SELECT extract(epoch FROM max(finished_at) - min(queued_at))::float FROM snapshots"


async def measure_scaling(folder: Path) -> Table:
    """Workers, a death, a long queue, and a search."""
    table = Table("Many processes over one PostgreSQL")
    for part in PARTS:
        place = folder / part.name.replace(" ", "-")
        place.mkdir()
        try:
            async with asyncio.timeout(part.seconds):
                with open_postgres() as server:
                    await part.measure(table, place, server)
        except Exception as error:  # noqa: BLE001 - what one part says of the machine is not lost with another
            reason = "; ".join(f"{type(cause).__name__} {cause}".strip() for cause in list_causes(error))
            table.add(part.name, reason.splitlines()[0][:100], f"within {part.seconds:.0f} s", is_met=False)
    return table


@asynccontextmanager
async def _open_outside(folder: Path) -> AsyncIterator[tuple[LocalChat, Site]]:
    """Telegram and a site."""
    config = LocalChatConfig(folder / "telegram", owner_id=PERSON)
    async with open_localchat(config) as chat, open_site() as site:
        yield chat, site


async def _add_workers(table: Table, folder: Path, server: PostgresServer) -> None:
    """Captures a minute of one, two and four workers that do one capture at a time."""
    one = 0.0
    async with _open_outside(folder) as (chat, site):
        for workers in WORKERS:
            place = folder / f"team{workers}"
            place.mkdir()
            per_minute, busy = await _capture_all(place, chat, site, server.url(server.create()), workers)
            one = one or per_minute
            linear = per_minute / (one * workers)
            figure = f"{per_minute:.1f} a minute, {linear:.2f} × linear, processors {busy:.0f} % busy"
            table.add(f"{workers} worker(s)", figure, "≥ 0.9, until they are full", linear >= 0.9 or busy >= 90)


async def _capture_all(folder: Path, chat: LocalChat, site: Site, url: str, workers: int) -> tuple[float, float]:
    """Captures a minute, and how busy the processors were meanwhile."""
    settings = {"ALLOWED_USERS": str(PERSON), "MAX_WAITING": "1000", "MAX_PER_DAY": "1000", "CAPTURES": "1"}
    count = LINKS * workers
    async with run_team(folder, chat, url, "chat", *["worker"] * workers, **settings):
        psutil.cpu_percent()
        for number in range(count):
            await chat.send_text(PERSON, PERSON, site.url(f"/slow?seconds={PAGE_SECONDS}&{workers}={number}"))
        await until(lambda: ask(url, FINISHED) == [(count,)], LONGEST, look_every=0.5)
        busy = psutil.cpu_percent()
    ((seconds,),) = ask(url, SPAN)
    assert isinstance(seconds, float)
    return count * 60 / seconds, busy


async def _add_death(table: Table, folder: Path, server: PostgresServer) -> None:
    """A worker is killed over a capture; another one begins it again."""
    url = server.url(server.create())
    async with (
        _open_outside(folder) as (chat, site),
        run_team(folder, chat, url, "chat", "worker", "worker", ALLOWED_USERS=str(PERSON)) as team,
    ):
        sent = await chat.send_text(PERSON, PERSON, site.url("/slow?seconds=8"))
        seconds = await kill_who_captures(team, url)
        answers = await count_answers(chat, [sent])
    name = "a worker killed with -9: its capture begins again"
    table.add(name, f"after {seconds:.1f} s", f"≤ {AGAIN_SECONDS:.0f} s", seconds <= AGAIN_SECONDS)
    table.add("and is answered", f"{answers.total()} time(s)", "1", answers.total() == 1)


async def _add_queue(table: Table, _: Path, server: PostgresServer) -> None:
    """Taking one job of very many: fetched from procrastinate, and its row claimed."""
    url = server.url(server.create())
    async with open_database(url), open_jobs(url, "bench", _now, Bell()) as queue, asyncio.TaskGroup() as tasks:
        await fill(0, JOBS)
        begun = perf_counter()
        looking = tasks.create_task(queue.look_after(), name="looks after")
        await until_found(_has_all_jobs, LONGEST, look_every=0.5)
        looking.cancel()
        table.add(f"{JOBS:,} rows get their jobs", f"{JOBS / (perf_counter() - begun):.0f} a second")
        ask(url, "ANALYZE")  # as autovacuum does within a minute; before it a job takes ten times as long
        seconds = await _take_some(url)
    p95 = percentile(seconds, 95) * 1000
    middle = percentile(seconds, 50) * 1000
    table.add(f"taking one of {JOBS:,} jobs, p95", f"{p95:.1f} ms  (p50 {middle:.1f})", "≤ 20 ms", p95 <= 20)


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
            ours, theirs = await _time(queries, (here, there))
            detail = f"{theirs * 1000:.1f} ms ÷ {ours * 1000:.1f} ms"
            table.add_ratio(f"{kind}: p95 of PostgreSQL ÷ SQLite", theirs / ours, 3.0, detail)


async def _time(queries: list[str], places: tuple[Place, ...]) -> list[float]:
    """p95 of each place, asked in turns; the first round warms up."""

    async def look() -> list[float]:
        seconds = []
        for text in queries:
            query = parse_query(text, NOW.date()).query
            begun = perf_counter()
            await search_links(1, query, 5)
            seconds.append(perf_counter() - begun)
        return seconds

    rounds = [[await place.do(look()) for place in places] for _ in range(ROUNDS + 1)][1:]
    return [percentile([second for one in rounds for second in one[number]], 95) for number in range(len(places))]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the measurements, and how long it may take."""

    name: str
    seconds: float
    measure: Callable[[Table, Path, PostgresServer], Awaitable[None]]


LONGEST = 280.0
PARTS = (
    Part("workers", LONGEST, _add_workers),
    Part("a killed worker", 70.0, _add_death),
    Part("a long queue", 180.0, _add_queue),
    Part("searching", 190.0, _add_search),
)
