"""How soon a page of the library comes out of a hundred thousand links."""

import os
import re
import sqlite3
from dataclasses import astuple, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from aiohttp import ClientSession

from bot.app import utc_now
from bot.services.ports import Limits, Ports
from bot.services.queueing import check_quota
from bot.services.signing_in import recognise_session
from bot.services.visiting import Visitor
from models.blobs.file import FileBlobStore
from models.chats import get_library
from models.database import open_database
from models.fts5 import COLUMNS
from models.index_rows import Body, Said, build_columns, scope_token
from models.sessions import create_session
from tests.bench.table import Table, percentile
from tests.bot.web.cards import serve
from tests.bot.web.visitors import COOKIE, sign_in
from tests.factories import make_artifact, make_finished, make_link, make_person
from tests.ports import open_desk
from tests.queries import listen_to_queries

LINKS = int(os.environ.get("BENCH_LINKS", "100000"))
VISITS = 100
TAGS = 300
VISITED = {
    "leafing": tuple(f"?page={number}" for number in range(1, 21)),
    "other orders": ("?sort=title", "?sort=site", "?sort=oldest", "?sort=title&page=900"),
    "searching": ("?q=word", "?q=rare7", "?q=%23tag9", "?q=word+%23tag9", "?q=%23tag9+word", "?q=word&sort=title"),
}

LONG_AGO = "'2026-01-01 00:00:00+00:00'"
LIMITS = Limits(max_bytes=2**62)

# Everything is copied from one real link, so that the rows are whole whatever columns there are.
COPIES = (
    ("links", "id", {"id": "n", "key": "'k' || n", "url": "'https://example.com/' || n"}),
    ("snapshots", "id", {"id": "n", "link_id": "n", "permalink": "printf('%022d', n)", "queued_at": LONG_AGO}),
    ("artifacts", "id", {"id": "n", "snapshot_id": "n", "kind": "'thumb'"}),
)


async def measure_browsing(folder: Path) -> Table:
    """Visit pages of a large library one after another."""
    table = Table(f"Library page of 60 from {LINKS:,} links")
    path = folder / "snapkeep.db"
    async with open_database(f"sqlite://{path}"):
        person = await make_person()
        chat = await get_library(person)
        await create_session(person.id, COOKIE, "", utc_now(), utc_now() + timedelta(days=1))
        await make_finished(await make_link(chat), artifacts=(make_artifact("thumb"),))
    multiply(path)
    multiply_index(path, chat.id)
    async with open_database(f"sqlite://{path}"):
        ports = replace(open_desk(folder).ports(LIMITS), clock=utc_now)

        async def recognise(cookie: str) -> Visitor | None:
            return await recognise_session(cookie, ports, ())

        async with (
            serve(FileBlobStore(folder), public_url="http://127.0.0.1", visitors=recognise, services=ports) as url,
            ClientSession() as client,
        ):
            sign_in(client)
            size = await weigh(client, url)
            for name, searches in VISITED.items():
                seconds, cpu = await visit(client, url, searches)
                most = max([await count_questions(client, url, search) for search in searches])
                p95 = percentile(seconds, 95)
                cpu95 = percentile(cpu, 95)
                table.add(f"{name}: p50", f"{percentile(seconds, 50) * 1000:.0f} ms")
                table.add(f"{name}: p95", f"{p95 * 1000:.0f} ms", "≤ 40 ms", p95 <= 0.04)
                table.add(f"{name}: p95 of CPU, visitor's too", f"{cpu95 * 1000:.0f} ms", "≤ 40 ms", cpu95 <= 0.04)
                table.add(f"{name}: questions, session's too", str(most), "≤ 6", most <= 6)
        checks = await check(chat.id, ports)
    saving95 = percentile(checks, 95)
    table.add("what a save asks about quotas: p95 of CPU", f"{saving95 * 1000:.1f} ms", "≤ 5 ms", saving95 <= 0.005)
    table.add("first page without pictures", f"{size / 1024:.0f} KiB", "≤ 150 KiB", size <= 150 * 1024)
    return table


def multiply(path: Path) -> None:
    """Make a hundred thousand of the one link that is there, and give each three of a few hundred tags."""
    with sqlite3.connect(path) as database:
        numbers = f"WITH RECURSIVE many(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM many WHERE n < {LINKS})"
        for table, order, made in COPIES:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(made.get(column, f"{table}.{column}") for column in columns)
            database.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) {numbers} "
                f"SELECT {values} FROM many, (SELECT * FROM {table} ORDER BY {order} LIMIT 1) AS {table}"
            )
        database.execute(
            f"INSERT INTO tags (id, chat_id, key, name) {numbers} "
            f"SELECT n, (SELECT chat_id FROM links LIMIT 1), 'tag' || n, 'tag' || n FROM many WHERE n <= {TAGS + 1}"
        )
        for step in (1, 7, 13):
            database.execute(
                f"INSERT OR IGNORE INTO link_tags (link_id, tag_id) {numbers} "
                f"SELECT n, 2 + (n * {step}) % {TAGS} FROM many"
            )
    database.close()


def multiply_index(path: Path, chat_id: int) -> None:
    """Let every link be found by a common word, each hundredth by a word of its own, and all by one of their tags."""
    with sqlite3.connect(path) as database:
        library = scope_token("c", chat_id)
        rows = (
            build_columns(
                Said("a page", "", "", "example com", f"{library} {scope_token('t', f'tag{2 + number % TAGS}')}"),
                Body(f"word rare{number % 100}", number),
            )
            for number in range(2, LINKS + 1)
        )
        database.executemany(
            f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *astuple(row)) for number, row in enumerate(rows, 2)),
        )
    database.close()


async def visit(client: ClientSession, url: str, searches: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """How long each of many visits took, and how much of the processor: that can be judged while others work, too."""
    seconds, cpu = [], []
    for number in range(VISITS):
        started, spent = perf_counter(), process_time()
        async with client.get(f"{url}/{searches[number % len(searches)]}") as answer:
            await answer.read()
        seconds.append(perf_counter() - started)
        cpu.append(process_time() - spent)
    return seconds, cpu


async def check(chat_id: int, ports: Ports) -> list[float]:
    """How much of the processor it costs to find that a chat may save one more link."""
    cpu = []
    for _ in range(VISITS):
        spent = process_time()
        await check_quota(chat_id, ports)
        cpu.append(process_time() - spent)
    return cpu


async def count_questions(client: ClientSession, url: str, search: str) -> int:
    """How many questions one page asks the database."""
    with listen_to_queries() as statements:
        async with client.get(f"{url}/{search}") as answer:
            await answer.read()
    return len(statements)


async def weigh(client: ClientSession, url: str) -> int:
    """How much a first visit brings over the wire, style sheets and scripts included."""
    async with client.get(url) as answer:
        page = await answer.text()
    size = len(page.encode())
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        async with client.get(url + path) as answer:
            size += answer.content_length or 0
    return size
