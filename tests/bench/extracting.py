"""Extraction on public test pages that a package ships: our text and facts beside trafilatura alone.

The pages come with the source distribution of newspaper4k, which is fetched from PyPI when the bench runs: 23 real
pages in eleven languages, each with the text that its authors want, most with title, author and date. Nothing of it
is part of this project.
"""

import asyncio
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import psutil
from playwright.async_api import Browser
from pydantic import TypeAdapter
from trafilatura import extract
from trafilatura.metadata import extract_metadata

from capture.artifacts.article import describe
from capture.extract.candidates import to_text
from capture.extract.consensus import SHINGLE, split_tokens
from capture.extract.decode import decode_page
from capture.extract.enrich import enrich_facts
from capture.extract.metadata import TEXT_LIMIT, extract_facts
from capture.extract.signals import PageSignals
from capture.extract.source import PageSource
from capture.reader import Reader
from tests.bench.table import Table
from tests.capture.extract.stored_pages import look_at, open_browser, open_page

PACKAGE = "newspaper4k==0.9.6"
SHA256 = "a3f2f0e017dddb6f1019ee77aaa8980e13e6ecea0b949abc7167aae4770d2d0e"
PAGES = "tests/data"
DOWNLOAD_SECONDS = 180
SIGNALS = TypeAdapter(PageSignals)
EAST_ASIAN = ("chinese", "japanese")


@dataclass(frozen=True, slots=True)
class TestPage:
    """A page, and what is wanted of it; empty where nothing is said."""

    name: str
    html: str
    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""

    @property
    def url(self) -> str:
        """An address for it; the real one may be gone."""
        return f"https://{self.name.replace('_', '-')}.example/article"


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of reading found on a page."""

    text: str
    title: str
    author: str
    day: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all ways found, and how long ours took."""

    page: TestPage
    ours: Found
    alone: Found
    readability: str
    seconds: float


async def measure_extraction(folder: Path) -> Table:
    """Read every page both ways."""
    table = Table("Extraction on public pages (newspaper4k's tests): ours beside trafilatura alone")
    pages = await asyncio.to_thread(fetch_pages, folder)
    if not pages:
        table.add("the pages could not be had from PyPI", "-")
        return table
    async with open_browser() as browser, Reader() as reader:
        await reader.read(PageSource(url=pages[0].url, html=pages[0].html[:2000]), 60)
        outcomes = [await read_both_ways(browser, reader, page) for page in pages]
        memory = psutil.Process(reader.process_id).memory_full_info().uss
    add_texts(table, f"F1 of 4-gram shingles, {len(outcomes)} pages", outcomes)
    add_texts(table, "F1, Chinese and Japanese", [one for one in outcomes if one.page.name.startswith(EAST_ASIAN)])
    add_facts(table, outcomes)
    table.add("time of a page in the reading process", f"{median(one.seconds for one in outcomes) * 1000:.0f} ms")
    table.add("memory of the reading process, its own", f"{memory / 1024**2:.0f} MiB")
    return table


def add_texts(table: Table, name: str, outcomes: Sequence[Outcome]) -> None:
    """The mean F1; ours should be no worse than trafilatura alone."""
    ours = mean(f1(one.ours.text, one.page.text) for one in outcomes)
    alone = mean(f1(one.alone.text, one.page.text) for one in outcomes)
    readability = mean(f1(one.readability, one.page.text) for one in outcomes)
    value = f"{ours:.3f}  (trafilatura alone {alone:.3f}, Readability alone {readability:.3f})"
    table.add(name, value, f"≥ {alone:.3f}", ours >= alone)


def add_facts(table: Table, outcomes: Sequence[Outcome]) -> None:
    """How many titles, authors and dates are right, of those that are known."""
    tests: tuple[tuple[str, Callable[[TestPage], object], Callable[[TestPage, Found], bool]], ...] = (
        ("title, exact", lambda page: page.title, lambda page, found: fold(found.title) == fold(page.title)),
        ("author, one of them named", lambda page: page.authors, names_author),
        ("date, the day", lambda page: page.day, lambda page, found: found.day == page.day),
    )
    for name, is_known, is_right in tests:
        known = [one for one in outcomes if is_known(one.page)]
        ours = sum(is_right(one.page, one.ours) for one in known)
        alone = sum(is_right(one.page, one.alone) for one in known)
        table.add(name, f"{ours} of {len(known)}  (trafilatura alone {alone})")


def names_author(page: TestPage, found: Found) -> bool:
    """Whether one of the authors is named."""
    return any(fold(author) in fold(found.author) for author in page.authors)


def fold(text: str) -> str:
    """A line for comparing."""
    return " ".join(text.split()).casefold()


async def read_both_ways(browser: Browser, reader: Reader, page: TestPage) -> Outcome:
    """Ours as a capture does it, with a real browser; trafilatura with the page as it was stored."""
    async with open_page(browser, page.url, page.html) as world:
        look = await look_at(world)
        signals = await world.call("page_signals.js", {"max_text": TEXT_LIMIT}, SIGNALS, 20)
    facts = extract_facts(signals, page.url)
    started = perf_counter()
    source = replace(describe(facts), url=page.url, html=look.html, readable=look.readable)
    article = await reader.read(source, 60)
    seconds = perf_counter() - started
    facts = enrich_facts(facts, signals, article)
    day = facts.published_at.date().isoformat() if facts.published_at else ""
    return Outcome(
        page,
        ours=Found(article.text, facts.title, facts.author, day),
        alone=await asyncio.to_thread(read_alone, page),
        readability=to_text(look.readable.html) if look.readable else "",
        seconds=seconds,
    )


def read_alone(page: TestPage) -> Found:
    """What trafilatura finds."""
    found = extract_metadata(page.html, default_url=page.url)
    text = extract(page.html, url=page.url, include_comments=False)
    return Found(text or "", found.title or "", found.author or "", found.date or "")


def f1(got: str, wanted: str) -> float:
    """Of shingles with their number, as in scrapinghub's article-extraction-benchmark."""
    one, other = count_shingles(got), count_shingles(wanted)
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def count_shingles(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four tokens; a shorter text is one run."""
    tokens = split_tokens(text)
    if len(tokens) < SHINGLE:
        return Counter([tuple(tokens)])
    return Counter(zip(*(tokens[start:] for start in range(SHINGLE)), strict=False))


def fetch_pages(folder: Path) -> list[TestPage]:
    """Download the package and take its pages; none where that cannot be done."""
    command = [*installer(), "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), PACKAGE]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS)
        (archive,) = folder.glob("*.tar.gz")
    except (OSError, subprocess.SubprocessError, ValueError):
        return []
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        return []
    with tarfile.open(archive) as package:
        package.extractall(folder, filter="data")
    (pages,) = folder.glob(f"*/{PAGES}")
    texts = sorted((pages / "txt").glob("*.txt"))
    return [open_test_page(pages, text) for text in texts if (pages / "html" / f"{text.stem}.html").exists()]


def open_test_page(pages: Path, text: Path) -> TestPage:
    """A page with what belongs to it."""
    html = decode_page((pages / "html" / f"{text.stem}.html").read_bytes())
    facts = pages / "metadata" / f"{text.stem}.json"
    known = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else {}
    return TestPage(
        text.stem,
        html,
        text.read_text(encoding="utf-8"),
        title=known.get("title") or "",
        authors=tuple(known.get("authors") or ()),
        day=(known.get("publish_date") or "")[:10],
    )


def installer() -> list[str]:
    """A pip: by the set-up's uv, or whatever is at hand."""
    beside = Path(sys.executable).parent / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv")
    return [uv, "tool", "run", "pip"] if uv else [sys.executable, "-m", "pip"]
