"""What holds where the browser does not: somebody without rights, in a sandbox, in a network with nothing in it."""

import asyncio
import os
import shlex
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from socket import create_connection

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, async_playwright

from capture.egress.namespace import Namespace, open_namespace
from capture.engine import ChromiumEngine, EngineConfig
from capture.process import FLAGS, launch_chromium, start_browser
from capture.types import CaptureRequest, Label
from capture.walls import ENTER, choose_user
from tests.capture.test_fail_closed import open_canary
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

PRIVATE = ("127.0.0.1", "127.0.0.2", "localhost")
KNOCK = """
import socket, sys
for place in sys.argv[1:]:
    host, _, port = place.rpartition(":")
    try:
        socket.create_connection((host, int(port)), 2).close()
        print(place)
    except OSError:
        pass
"""


def strip(browser: Path, folder: Path) -> Path:
    """A browser that is told of nothing that keeps it in."""
    script = folder / "browser"
    unwanted = "|".join(shlex.quote(flag) for flag in FLAGS)
    script.write_text(
        "#!/bin/bash\nkept=()\n"
        f'for one in "$@"; do case "$one" in {unwanted}|--proxy-*) ;; *) kept+=("$one");; esac; done\n'
        f'exec {shlex.quote(str(browser))} "${{kept[@]}}"\n'
    )
    script.chmod(0o755)
    return script


@asynccontextmanager
async def open_space() -> AsyncIterator[Namespace]:
    """A network of its own, where this machine allows one."""
    space = await open_namespace(0)
    if space is None:
        pytest.skip("this machine allows no namespaces")
    try:
        yield space
    finally:
        await space.close()


async def test_from_inside_nothing_but_the_gate_is_to_be_reached() -> None:
    async with open_canary() as canary, open_space() as space, asyncio.timeout(30):
        with await space.open_door() as door:
            places = [f"{host}:{canary.port}" for host in ("127.0.0.1", "127.0.0.2", "::1")]
            places += ["1.1.1.1:443", "169.254.169.254:80", f"127.0.0.1:{door.getsockname()[1]}"]
            network, user = (*space.paths, "-")[:2]
            enter = (sys.executable, "-I", "-S", str(ENTER), "0", network, user)
            inside = await asyncio.create_subprocess_exec(*enter, sys.executable, "-c", KNOCK, *places, stdout=PIPE)
            reached, _ = await inside.communicate()

        assert reached.decode().split() == places[-1:]
        assert canary.visits == 0
        with create_connection(("127.0.0.1", canary.port), 2):  # which is there
            pass


async def visit_private(page: Page, port: int) -> None:
    """Try to open what is private."""
    for host in PRIVATE:
        with pytest.raises(PlaywrightError, match="ERR_"):
            await page.goto(f"http://{host}:{port}/")


async def test_without_any_flag_nothing_private_is_reached_and_captures_work(
    engine_config: EngineConfig, site: Site, open_folder: Path
) -> None:
    bare = strip(engine_config.browser_path, open_folder)
    async with open_canary() as canary:
        chromium = await launch_chromium(bare)
        try:
            if chromium.walls.namespace is None:
                pytest.skip("this machine allows no namespaces")
            await visit_private(await chromium.browser.new_page(), canary.port)
        finally:
            await chromium.close()
        async with ChromiumEngine(replace(engine_config, browser_path=bare)) as engine:
            result = await engine.capture(CaptureRequest(site.url("/short"), 20), lambda _: None)

        assert result.label is Label.OK
        assert canary.visits == 0


async def test_without_walls_and_flags_it_would_be_reached(engine_config: EngineConfig, open_folder: Path) -> None:
    bare = strip(engine_config.browser_path, open_folder)
    async with open_canary() as canary, async_playwright() as playwright:
        browser = await start_browser(playwright, bare, open_folder, has_sandbox=False)
        await visit_private(await browser.new_page(), canary.port)
        await browser.close()

        assert canary.visits > 0


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's browser is that user's")
async def test_root_starts_the_browser_as_somebody_without_rights_and_in_its_sandbox(
    engine_config: EngineConfig,
) -> None:
    chromium = await launch_chromium(engine_config.browser_path)
    try:
        if not chromium.walls.user or not chromium.walls.has_sandbox:
            pytest.skip("this machine allows no sandbox")
        page = await chromium.browser.new_page()
        await page.set_content("<h1>Here</h1>")
        family = [chromium.process, *chromium.process.children(recursive=True)]

        assert {one.uids().effective for one in family} == {chromium.walls.user}
        assert all("--no-sandbox" not in one.cmdline() for one in family)
        filters = [read_filters(one.pid) for one in family if "--type=renderer" in one.cmdline()]
        assert filters
        assert all(filters)
    finally:
        await chromium.close()


def read_filters(pid: int) -> int:
    """How many filters of system calls a process lives under."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Seccomp_filters:"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user to choose")
async def test_browser_that_others_may_not_read_stays_ours(tmp_path: Path, open_folder: Path) -> None:
    hidden, shown = tmp_path / "browser", open_folder / "browser"
    for one in (hidden, shown):
        one.touch(0o755)

    assert choose_user(hidden, open_folder) == 0
    assert choose_user(shown, open_folder / "home") != 0
    shown.chmod(0o700)
    assert choose_user(shown, open_folder / "home") == 0
