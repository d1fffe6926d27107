"""One capture beside a bare warm Playwright that waits for the same content, and beside two programs for the same."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.async_api import Browser

from bot.localchat import LocalChat
from capture.artifacts.pdf import PdfMaker
from capture.engine import ChromiumEngine, OpenCapture, make_artifacts
from capture.types import ArtifactKind, CaptureRequest
from tests.bench.pages import FRAMES, PAGES, PAIRS, Page, capture_bare, engine_config, open_browser
from tests.bench.rivals import Rival, find_rivals
from tests.bench.table import Table, milliseconds
from tests.bench.telegram import OWNER, open_service
from tests.site.server import open_site

REST_SECONDS = 0.4  # so that what is made late does not slow down the next one
# The answer goes out when all but PDF and web archive is there: one figure for both, held to the stricter limit.
ANSWER = "ours: picture, title, label, page, article"
PDF = "  and what the PDF adds"
MESSAGE = "  message to answer"
LIMITS = {ANSWER: 1.15, PDF: 0.3, MESSAGE: 1.25}
SLOWER = {"shot-scraper": 2.5, "single-file-cli": 10.0}  # times ours, on the page with frames


@dataclass(frozen=True, slots=True)
class Bench:
    """All that captures, opened and warm."""

    browser: Browser
    engine: ChromiumEngine
    chat: LocalChat
    rivals: Mapping[str, Rival]
    folder: Path


async def measure_captures(folder: Path) -> Table:
    """Interleave all ways of keeping a page, and compare them round by round."""
    table = Table(f"One capture ÷ bare Playwright ({PAIRS} rounds; other programs as whole commands, {PAIRS // 3})")
    async with (
        open_site() as site,
        open_service(folder) as (chat, _),
        open_browser() as browser,
        ChromiumEngine(engine_config()) as engine,
    ):
        bench = Bench(browser, engine, chat, await find_rivals(folder), folder)
        for page in PAGES:
            await take_round(bench, page, site.url(page.path), -1)  # warms up
            rounds = [await take_round(bench, page, site.url(page.path), number) for number in range(PAIRS)]
            add_rows(table, page, rounds)
    for name in SLOWER.keys() - bench.rivals.keys():
        table.add(name, "not measured: it could not be installed here")
    return table


async def take_round(bench: Bench, page: Page, url: str, number: int) -> dict[str, float]:
    """Seconds of each way."""
    url = f"{url}?round={number}"
    seconds = {"bare": await capture_bare(bench.browser, url, page.content)}
    seconds[ANSWER], seconds[PDF] = await capture_by_engine(bench.engine, url)
    await asyncio.sleep(REST_SECONDS)
    seconds[MESSAGE] = await capture_by_message(bench.chat, url)
    await asyncio.sleep(REST_SECONDS)
    for rival in bench.rivals.values() if number % 3 == 0 else ():
        seconds[rival.name] = await rival.keep(url, bench.folder / f"kept{rival.suffix}")
    return seconds


async def capture_by_engine(engine: ChromiumEngine, url: str) -> tuple[float, float]:
    """Seconds of one capture as far as the answer needs it, and of its PDF, which is made afterwards."""
    started = perf_counter()
    async with engine.visit(CaptureRequest(url), lambda _: None) as capture:
        answered = perf_counter()
        assert isinstance(capture, OpenCapture)
        made, _ = await make_artifacts(capture.visit, [PdfMaker()])
        printed = perf_counter()
    assert [artifact.kind for part in made for artifact in part.artifacts] == [ArtifactKind.PDF]
    return answered - started, printed - answered


async def capture_by_message(chat: LocalChat, url: str) -> float:
    """Seconds from sending a link until its picture stands in the chat."""
    started = perf_counter()
    sent = await chat.send_text(OWNER, OWNER, url)
    await chat.wait_for(
        lambda message: message.reply_to == sent.message_id and bool(message.photo_group), 60, chat_id=OWNER
    )
    return perf_counter() - started


def add_rows(table: Table, page: Page, rounds: list[dict[str, float]]) -> None:
    """Ratios to bare; for other programs also how many times ours they take."""
    bare = milliseconds([one["bare"] for one in rounds])
    table.add(page.name, f"bare {bare}")
    for name, at_most in LIMITS.items():
        ratio = median(one[name] / one["bare"] for one in rounds)
        table.add_ratio(f"  {name}", ratio, at_most, milliseconds([one[name] for one in rounds]))
    for name, at_least in SLOWER.items():
        measured = [one for one in rounds if name in one]
        if measured:
            times = median(one[name] / one[ANSWER] for one in measured)
            wanted = at_least if page is FRAMES else 1.0
            value = f"{times:.1f} × ours  ({milliseconds([one[name] for one in measured])})"
            table.add(f"  {name}", value, f"≥ {wanted:g} ×", times >= wanted)
