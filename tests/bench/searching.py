"""How long a search takes among a hundred thousand links, what the index weighs, and whether anything is missed.

The documents are synthetic, from a fixed seed: half of them Chinese, the rest English, Japanese, Korean, German,
French and Russian, with words as unevenly frequent as in life. They go through our tokeniser into the real index in
bulk. `BENCH_DOCUMENTS="100000 1000000" python -m tests.bench searching` shows beside each figure what becomes of it
among ten times as many; so many are not asked for. Those take a quarter of an hour and 5 GB.
"""

import asyncio
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from bot.parsing.query import parse_query
from bot.services.finding import find
from models.database import open_database
from models.fts5 import PUT, REMEMBER, Fts5Index, digest, pack
from models.index_rows import Body, Said, build_columns, join_tokens, scope_token
from models.matching import Every
from models.periods import list_periods
from models.query import compile_query, scope_term
from models.search import search_links
from models.text import TOKENIZER_VERSION, fold
from tests.bench.table import Table, percentile
from tests.factories import make_chat

SEED = 20261124
SIZES = [int(size) for size in os.environ.get("BENCH_DOCUMENTS", "100000").split()]
CHATS = 9  # the first one has half of everything
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROUNDS = 3
RECALLED = 60  # words of two to four characters that are looked for in every document, by brute force
LETTERS = {
    "en": "etaoinshrdlucmfwypvbgk", "de": "enisratdhulcgmobwfkzäöü", "fr": "esaitnrulodcpméèvqfbhg",
    "ru": "оеаинтсрвлкмдпуяыьг",
    "zh": "".join(map(chr, range(0x4E00, 0x4E00 + 9_000, 3))), "ja": "".join(map(chr, range(0x3042, 0x3094))),
    "ko": "".join(map(chr, range(0xAC00, 0xAC00 + 6_000, 7))),
}  # fmt: skip
SHARES = {"zh": 50, "en": 25, "ja": 7, "ko": 5, "de": 5, "fr": 4, "ru": 4}
SPACED = {"en", "de", "fr", "ru", "ko"}
WORDS = 12_000  # of each language
BATCH = 1_000
COMPARED = 100_000  # more documents than these are not kept in memory, to be looked through by brute force
LINK = """
    INSERT INTO links (id, chat_id, key, url, title, note, created_at, indexed_with) VALUES (?, ?, ?, ?, ?, '', ?, ?)
"""
SNAPSHOT = """
    INSERT INTO snapshots (
        id, link_id, permalink, version, url, status, step, label, error, missing, pending, phone_view, dark_view,
        attempt, holder, queued_at, final_url, title, site, language, author, excerpt, text
    ) VALUES (?, ?, ?, 1, '', 'complete', '', 'ok', '', '[]', '[]', 0, 0, 1, '', ?, '', ?, '', '', '', ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that nobody speaks: its words, the commonest first, and how often each one comes."""

    words: list[str]
    weights: list[float]
    glue: str

    def write(self, chance: random.Random, count: int) -> str:
        """A text of so many words."""
        return self.glue.join(chance.choices(self.words, cum_weights=self.weights, k=count))


@dataclass(frozen=True, slots=True)
class Document:
    """One page."""

    number: int
    chat: int
    title: str
    text: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured."""

    value: float
    shape: str = "{:.1f} ms"
    at_most: float | None = None
    at_least: float | None = None

    @property
    def wanted(self) -> str:
        """What it should be."""
        if self.at_least is not None:
            return f"{self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"

    @property
    def is_met(self) -> bool | None:
        """Whether it is so; None where nothing was asked."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most


@dataclass(slots=True)
class Built:
    """What became of the documents."""

    texts: list[tuple[int, str]]  # chat and folded text, of links 1, 2, 3 …
    bytes: int = 0
    cpu_seconds: float = 0.0


def invent_tongues(chance: random.Random) -> dict[str, Tongue]:
    """All languages."""
    tongues = {}
    for code, letters in LETTERS.items():
        lengths = (1, 2, 2, 2, 3, 4) if code in {"zh", "ko"} else (2, 3, 4, 5, 6, 7, 8, 9)
        steep = list(accumulate(1 / (rank + 4) for rank in range(len(letters))))
        words = ["".join(chance.choices(letters, cum_weights=steep, k=chance.choice(lengths))) for _ in range(WORDS)]
        unique = list(dict.fromkeys(words))
        frequency = list(accumulate(1 / (rank + 8) for rank in range(len(unique))))
        tongues[code] = Tongue(unique, frequency, " " if code in SPACED else "")
    return tongues


async def measure_searching(folder: Path) -> Table:
    """Build the index, ask it, and weigh it; once for every size, each figure beside that of the first."""
    sizes = " and ".join(f"{size:,}" for size in SIZES)
    table = Table(f"Searching {sizes} synthetic documents in seven languages, {CHATS} chats")
    runs = [await _measure(folder, size) for size in SIZES]
    for name, first in runs[0].items():
        values = [run[name].value for run in runs if name in run]
        growth = f"  (×{values[-1] / first.value:.1f})" if len(values) > 1 and first.value else ""
        table.add(name, " → ".join(map(first.shape.format, values)) + growth, first.wanted, first.is_met)
    return table


async def _measure(folder: Path, size: int) -> dict[str, Figure]:
    chance = random.Random(SEED)  # noqa: S311 - the same documents every time
    tongues = invent_tongues(chance)
    path = folder / f"bench-{size}.db"
    async with open_database(f"sqlite://{path}"):
        for _ in range(CHATS):
            await make_chat()
    begun = time.perf_counter()
    built = await asyncio.to_thread(build, path, chance, tongues, size)
    figures = {"building all of it": Figure(time.perf_counter() - begun, "{:,.0f} s"), **_weigh(path, built, size)}
    async with open_database(f"sqlite://{path}"):
        with closing(sqlite3.connect(path)) as bare:
            for kind, queries in list_queries(tongues).items():
                figures |= await _time(bare, kind, queries)
        words = [query for queries in list_queries(tongues).values() for query in queries]
        figures |= await _show("a page of 5 with what the chat shows", words, 5)
        figures |= await _show("a page of 20 with what the inline search shows", words, 20)
        figures |= await _recall(chance, built)
    path.unlink()
    return figures


def build(path: Path, chance: random.Random, tongues: dict[str, Tongue], size: int) -> Built:
    """Write links, captures and index rows; CPU is counted for what indexing does, and nothing else."""
    built = Built([])
    with closing(sqlite3.connect(path)) as connection:
        for first in range(1, size + 1, BATCH):
            numbers = range(first, min(first + BATCH, size + 1))
            documents = [invent_document(number, size - number, chance, tongues) for number in numbers]
            connection.executemany(LINK, [link_of(one) for one in documents])
            connection.executemany(SNAPSHOT, [snapshot_of(one) for one in documents])
            begun = time.process_time()
            for one in documents:
                said, body = describe(one), Body(join_tokens(one.text), one.number)
                connection.execute(PUT, [one.number, *astuple(build_columns(said, body))])
                connection.execute(REMEMBER, [one.number, one.number, digest(body), pack(said)])
            connection.commit()
            built.cpu_seconds += time.process_time() - begun
            built.bytes += sum(len(one.title.encode()) + len(one.text.encode()) for one in documents)
            if size <= COMPARED:
                built.texts += ((one.chat, fold(f"{one.title}\n{one.text}")) for one in documents)
    return built


def invent_document(number: int, later: int, chance: random.Random, tongues: dict[str, Tongue]) -> Document:
    """A page, of any chat and language; so many come later, one every five minutes."""
    tongue = tongues[chance.choices(list(SHARES), list(SHARES.values()))[0]]
    chat = 1 if number % 2 else 1 + number // 2 % CHATS
    title, text = tongue.write(chance, 6), tongue.write(chance, min(600, int(chance.lognormvariate(4.8, 0.7))))
    return Document(number, chat, title, text, (NOW - timedelta(minutes=5 * later)).isoformat(" "))


def link_of(one: Document) -> tuple[object, ...]:
    """Its link's row."""
    url = f"https://site{one.number % 60}.example/{one.number}"
    return (one.number, one.chat, one.number, url, one.title, one.saved_at, TOKENIZER_VERSION)


def snapshot_of(one: Document) -> tuple[object, ...]:
    """Its capture's row."""
    return (one.number, one.number, f"{one.number:022}", one.saved_at, one.title, one.text[:200], one.text)


def describe(one: Document) -> Said:
    """What is said of it, as `models.indexing` reads it."""
    site = f"site{one.number % 60}.example"
    scope = [scope_token("c", one.chat), scope_token("h", site), scope_token("h", "example")]
    scope += [scope_token("s", "complete"), scope_token("s", "ok"), scope_token("k", "page")]
    scope.append(scope_token("t", f"topic{one.number % 40}"))
    scope += [scope_token("d", period) for period in list_periods(datetime.fromisoformat(one.saved_at))]
    labels = f"topic{one.number % 40} {site}/{one.number}"
    return Said(title=one.title, labels=labels, scope=" ".join(scope))


def list_queries(tongues: dict[str, Tongue]) -> dict[str, list[str]]:
    """What is asked, by kind."""
    zh, en, ja = tongues["zh"].words, tongues["en"].words, tongues["ja"].words
    pairs = [word for word in zh if len(word) == 2]
    long = [word for word in en if len(word) > 4]
    return {
        "the commonest words": [pairs[0], en[0], pairs[1], ja[0]],
        "ordinary words": [*pairs[50:800:75], *long[50:800:75], *ja[100:500:100]],
        "rare words": [*pairs[4000:5000:200], *long[6000:7000:200]],
        "two words, a phrase": [f"{pairs[5]} {pairs[90]}", f"{long[5]} {long[60]}", f'"{long[3]} {long[9]}"'],
        "single characters": [word for word in zh if len(word) == 1][:200:20],
        "as it is typed, inline": [word[:length] for word in long[10:90:20] for length in (3, 4, len(word))],
        "tags and sites": ["#topic7", "#topic3 site:site3.example", f"#topic7 {pairs[0]}", "site:site9.example"],
        "or, without, title:": [f"{pairs[9]} or {long[9]}", f"{long[7]} -#topic7", f"title:{pairs[20]}"],
        "dates": [f"{pairs[30]} after:2026-10", f"{long[30]} before:2026-03", "#topic7 after:2026-10"],
    }


async def _time(bare: sqlite3.Connection, kind: str, queries: list[str]) -> dict[str, Figure]:
    """Each query in the largest chat, and its words as SQLite's own manual asks for them."""
    ours: list[float] = []
    theirs: list[float] = []
    for text in [query for query in queries for _ in range(ROUNDS)]:
        query = parse_query(text, NOW.date()).query
        begun = time.perf_counter()
        await search_links(1, query, 5)
        ours.append(time.perf_counter() - begun)
        library, index = scope_term("c", 1), Fts5Index()
        match = compile_query(query, library, index).match
        values = index.where(Every((library, match)) if match else library).values
        begun = time.perf_counter()
        sql = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rank LIMIT 5"
        bare.execute(sql, [str(value) for value in values]).fetchall()
        theirs.append(time.perf_counter() - begun)
    return {
        f"{kind}: p50": Figure(percentile(ours, 50) * 1000),
        f"{kind}: p95": Figure(percentile(ours, 95) * 1000, at_most=10),
        f"{kind}: ÷ bare FTS5": Figure(sum(ours) / sum(theirs), "{:.2f}", at_most=2),
    }


async def _show(kind: str, queries: list[str], size: int) -> dict[str, Figure]:
    """The whole service: tags, captures, pictures and snippets, too."""
    seconds: list[float] = []
    for text in queries:
        begun = time.perf_counter()
        await find(1, parse_query(text, NOW.date()).query, 0, "", page_size=size)
        seconds.append(time.perf_counter() - begun)
    return {f"{kind}: p95": Figure(percentile(seconds, 95) * 1000)}


def _weigh(path: Path, built: Built, size: int) -> dict[str, Figure]:
    with closing(sqlite3.connect(path)) as connection:
        index = sum(_list_sizes(connection))
    return {
        "text of a document": Figure(built.bytes / size, "{:,.0f} bytes"),
        "indexing a document, CPU": Figure(built.cpu_seconds / size * 1000, "{:.2f} ms", at_most=2),
        "index and what is kept beside it ÷ text": Figure(index / built.bytes, "{:.2f}", at_most=1.8),
    }


def _list_sizes(connection: sqlite3.Connection) -> Iterator[int]:
    """The bytes of what FTS5 keeps, and of what we keep to take rows out again."""
    for name, column, beside in (
        ("search_index_data", "block", 8),
        ("search_index_docsize", "sz", 8),
        ("search_index_idx", "term", 8),
        ("search_index_rows", "said", 20),
    ):
        (size,) = connection.execute(f"SELECT sum(length({column}) + {beside}) FROM {name}").fetchone()  # noqa: S608
        yield size


async def _recall(chance: random.Random, built: Built) -> dict[str, Figure]:
    """Words cut out of Chinese texts, found by the index as by looking into every text."""
    own = [(number, text) for number, (chat, text) in enumerate(built.texts, 1) if chat == 1]
    wanted = found = 0
    runs = [text for _, text in own if "\u4e00" <= text[:1] <= "\u9fff"]
    for text in chance.sample(runs, min(RECALLED, len(runs))):
        start = chance.randrange(8, max(9, len(text) - 4))
        word = text[start : start + chance.choice((2, 3, 4))].partition("\n")[0]  # no word begins in the title
        if len(word) < 2:
            continue
        holders = {number for number, one in own if word in one}
        links, _ = await search_links(1, parse_query(f'"{word}"').query, len(own))
        wanted += len(holders)
        found += len(holders & {link.id for link in links})
    if not wanted:
        return {}
    return {"recall of Chinese words, 2–4 characters": Figure(found / wanted, "{:.3f}", at_least=1)}
