"""What the egress gate costs: the same page in the same browser, through the gate and without it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from aiohttp import web
from playwright.async_api import Browser, ProxySettings
from trustme import CA

from capture.egress import EgressPolicy, open_gate, parse_networks, parse_ports
from tests.bench.pages import LIGHT, PAIRS, open_browser
from tests.bench.table import Table, milliseconds
from tests.site.pages import ROUTES
from tests.site.serving import serve_app
from tests.site.tls import speak_tls

VISITS = PAIRS * 2  # short ones: more of them for a steady median
LIMITS = {"http": 1.08, "https": 1.12}
GATED_LOOPBACK = "<-loopback>"  # Chromium would not ask a proxy for this machine


async def measure_gate(folder: Path) -> Table:
    """Visits of a light page, in turns."""
    table = Table(f"The egress gate: visits through it ÷ without it ({VISITS} pairs)")
    policy = EgressPolicy(parse_ports("1-65535"), parse_networks("127.0.0.1/32"))
    async with open_browser() as browser, open_gate(policy) as gate:
        for scheme, at_most in LIMITS.items():
            async with open_small_site(scheme) as root:
                pairs: list[tuple[float, float]] = []
                for number in range(VISITS + 1):
                    url = f"{root}{LIGHT.path}?number={number}"
                    direct = await visit(browser, url, None)
                    gated = await visit(browser, url, ProxySettings(server=gate.address, bypass=GATED_LOOPBACK))
                    if number:  # the first pair warms up
                        pairs.append((direct, gated))
            ratio = median(gated / direct for direct, gated in pairs)
            detail = f"{milliseconds([pair[1] for pair in pairs])} ÷ {milliseconds([pair[0] for pair in pairs])}"
            table.add_ratio(f"a light page on {scheme}", ratio, at_most, detail)
    return table


async def visit(browser: Browser, url: str, proxy: ProxySettings | None) -> float:
    """Seconds of a new page that has loaded and shows what is in it."""
    started = perf_counter()
    context = await browser.new_context(proxy=proxy, ignore_https_errors=True)
    page = await context.new_page()
    await page.goto(url, wait_until="load")
    await page.get_by_text(LIGHT.content).first.wait_for()
    await context.close()
    return perf_counter() - started


@asynccontextmanager
async def open_small_site(scheme: str) -> AsyncIterator[str]:
    """The usual pages, with a certificate of our own where it is https."""
    tls = speak_tls(CA().issue_cert("127.0.0.1")) if scheme == "https" else None
    app = web.Application()
    app.add_routes([web.get(path, handler) for path, handler in ROUTES.items()])
    async with serve_app(app, tls) as root:
        yield root
