"""How soon a message is acknowledged while captures run."""

import asyncio
from pathlib import Path
from time import perf_counter

from tests.bench.table import Table, percentile
from tests.bench.telegram import OWNER, open_service
from tests.e2e.test_main_job import reply_to
from tests.site.server import open_site

MESSAGES = 40
EVERY_SECONDS = 0.5


async def measure_acknowledgements(folder: Path) -> Table:
    """Send links faster than they can be captured, so that both capture slots are always busy."""
    table = Table("Acknowledgement while two captures run")
    seconds: list[float] = []
    async with open_site() as site, open_service(folder) as (chat, _):
        for number in range(MESSAGES):
            started = perf_counter()
            sent = await chat.send_text(OWNER, OWNER, site.url(f"/article?number={number}"))
            await reply_to(chat, sent)
            seconds.append(perf_counter() - started)
            await asyncio.sleep(EVERY_SECONDS)
    p95 = percentile(seconds, 95)
    table.add("p50", f"{percentile(seconds, 50) * 1000:.0f} ms")
    table.add("p95", f"{p95 * 1000:.0f} ms", "≤ 300 ms", p95 <= 0.3)
    return table
