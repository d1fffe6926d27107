"""What keeps captures in does not hang on one thing: with any one of them missing, nothing private is reached."""

import asyncio
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.async_api import Error as PlaywrightError

from capture.engine import ChromiumEngine, EngineConfig
from capture.process import FLAGS, launch_chromium
from capture.types import CaptureRequest
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

LATER_SECONDS = 0.5  # for what is asked when the page has been left


@dataclass
class Canary:
    """Something private of this machine, and how often it was reached."""

    port: int
    visits: int = 0


@asynccontextmanager
async def open_canary() -> AsyncIterator[Canary]:
    async def note(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        canary.visits += 1
        writer.close()

    server = await asyncio.start_server(note, "0.0.0.0", 0)
    canary = Canary(int(server.sockets[0].getsockname()[1]))
    async with server:
        yield canary


def without(flag: str, browser: Path, folder: Path) -> Path:
    """A browser that is never told of one flag."""
    script = folder / "browser"
    script.write_text(
        "#!/bin/bash\nkept=()\n"
        f'for one in "$@"; do [ "$one" = {shlex.quote(flag)} ] || kept+=("$one"); done\n'
        f'exec {shlex.quote(str(browser))} "${{kept[@]}}"\n'
    )
    script.chmod(0o755)
    return script


@pytest.mark.hostile
@pytest.mark.parametrize("flag", FLAGS)
async def test_with_one_flag_missing_nothing_private_is_reached(
    flag: str, engine_config: EngineConfig, site: Site, tmp_path: Path
) -> None:
    config = replace(engine_config, browser_path=without(flag, engine_config.browser_path, tmp_path))
    async with open_canary() as canary, ChromiumEngine(config) as engine:
        for host in ("127.0.0.2", "localhost"):
            url = site.url(f"/reach?at={host}:{canary.port}")
            result = await engine.capture(CaptureRequest(url, 6), lambda _: None)
            assert result.facts.title == "Reaching out"
        await asyncio.sleep(LATER_SECONDS)

        assert canary.visits == 0


async def test_a_visit_would_be_noticed() -> None:
    async with open_canary() as canary:
        for host in ("127.0.0.1", "127.0.0.2"):
            _, writer = await asyncio.open_connection(host, canary.port)
            writer.close()
        await asyncio.sleep(LATER_SECONDS)

        assert canary.visits == 2


async def test_without_a_gate_nothing_is_reached_at_all(engine_config: EngineConfig) -> None:
    chromium = await launch_chromium(engine_config.browser_path)
    try:
        async with open_canary() as canary:
            page = await (await chromium.browser.new_context()).new_page()
            for host in ("127.0.0.1", "127.0.0.2", "localhost"):
                with pytest.raises(PlaywrightError, match="ERR_"):
                    await page.goto(f"http://{host}:{canary.port}/")

            assert canary.visits == 0
    finally:
        await chromium.close()
