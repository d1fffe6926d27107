"""The browser behind the engine: shared, killed, replaced, sent home."""

import asyncio
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from capture.engine import ChromiumEngine, EngineConfig
from capture.errors import BrowserFailed, CaptureError
from capture.types import CaptureRequest, CaptureResult, Label
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def capture(engine: ChromiumEngine, url: str, seconds: float = 15) -> CaptureResult | CaptureError:
    try:
        return await engine.capture(CaptureRequest(url, seconds=seconds), lambda _: None)
    except CaptureError as error:
        return error


def list_browsers(engine_config: EngineConfig) -> list[psutil.Process]:
    """The main processes of all browsers that descend from us."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            arguments = process.cmdline()
        except psutil.Error:
            continue
        if arguments[:1] == [str(engine_config.browser_path)] and not any(
            part.startswith("--type=") for part in arguments
        ):
            found.append(process)
    return found


async def find_own_browser(engine: ChromiumEngine, before: list[psutil.Process]) -> psutil.Process:
    """The one that this engine has started; a child that is just being forked looks like its parent for a moment."""
    async with asyncio.timeout(20):
        while True:
            own = [process for process in list_browsers(engine.config) if process not in before]
            if engine.is_ready and len(own) == 1:
                return own[0]
            await asyncio.sleep(0.05)


async def test_two_captures_at_a_time_keep_apart(engine: ChromiumEngine, site: Site) -> None:
    first, second = await asyncio.gather(
        capture(engine, site.url("/slow?seconds=0.5")), capture(engine, site.url("/zh"))
    )

    assert isinstance(first, CaptureResult)
    assert isinstance(second, CaptureResult)
    assert (first.facts.title, second.facts.title) == ("Slow", "看守人的笔记")


async def test_killed_browser_fails_what_runs_and_is_replaced(engine_config: EngineConfig, site: Site) -> None:
    before = list_browsers(engine_config)
    async with ChromiumEngine(engine_config) as engine:
        browser = await find_own_browser(engine, before)

        async def kill_soon() -> None:
            await asyncio.sleep(1)
            browser.kill()

        outcomes = await asyncio.gather(
            capture(engine, site.url("/slow?seconds=8")), capture(engine, site.url("/slow?seconds=9")), kill_soon()
        )
        after = await capture(engine, site.url("/short"))

    assert [type(outcome) for outcome in outcomes[:2]] == [BrowserFailed, BrowserFailed]
    assert isinstance(after, CaptureResult)
    assert after.label is Label.OK


async def test_nothing_is_left_when_the_engine_has_closed(engine_config: EngineConfig, site: Site) -> None:
    before = psutil.Process().children(recursive=True)
    others = list_browsers(engine_config)
    async with ChromiumEngine(engine_config) as engine:
        browser = await find_own_browser(engine, others)
        await capture(engine, site.url("/short"))
        folders = list_folders(browser)

    assert len(folders) == 2
    assert not any(folder.exists() for folder in folders)
    assert [process for process in psutil.Process().children(recursive=True) if process not in before] == []


async def test_browser_knows_nothing_of_our_environment(
    engine_config: EngineConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNAPKEEP_TELEGRAM_TOKEN", "123:secret")
    before = list_browsers(engine_config)
    async with ChromiumEngine(engine_config) as engine:
        browser = await find_own_browser(engine, before)

        environment = browser.environ()
        arguments = browser.cmdline()

    assert not any("SNAPKEEP" in name for name in environment)
    assert "123:secret" not in str(environment)
    assert not any(argument.startswith("--remote-debugging-port") for argument in arguments)


async def test_browser_is_replaced_after_so_many_captures(engine_config: EngineConfig, site: Site) -> None:
    before = list_browsers(engine_config)
    async with ChromiumEngine(replace(engine_config, recycle_after=1)) as engine:
        first = await find_own_browser(engine, before)
        for _ in range(3):
            assert isinstance(await capture(engine, site.url("/short")), CaptureResult)

        assert not first.is_running()


async def test_idle_browser_is_sent_home_and_comes_back(engine_config: EngineConfig, site: Site) -> None:
    before = list_browsers(engine_config)
    async with ChromiumEngine(replace(engine_config, idle_seconds=0.3)) as engine:
        browser = await find_own_browser(engine, before)
        await asyncio.to_thread(browser.wait, 10)

        assert engine.is_ready
        assert isinstance(await capture(engine, site.url("/short")), CaptureResult)


async def test_missing_binary_is_told_at_each_capture(engine_config: EngineConfig, site: Site) -> None:
    async with ChromiumEngine(replace(engine_config, browser_path=Path("/nowhere/chromium"))) as engine:
        outcome = await capture(engine, site.url("/short"))

        assert isinstance(outcome, BrowserFailed)
        assert not engine.is_ready


async def test_browser_that_was_stopped_is_named_and_replaced(engine_config: EngineConfig, site: Site) -> None:
    before = list_browsers(engine_config)
    async with ChromiumEngine(engine_config) as engine:
        browser = await find_own_browser(engine, before)
        await engine.check()
        await asyncio.sleep(1)  # a room is prepared by then, or else is when it goes wrong
        browser.suspend()

        with pytest.raises(BrowserFailed):
            await engine.check()
        assert isinstance(await capture(engine, site.url("/short")), CaptureResult)


@pytest.mark.hostile
async def test_browser_that_stands_still_under_a_page_is_no_verdict_on_the_page(
    engine_config: EngineConfig, site: Site
) -> None:
    before = list_browsers(engine_config)
    async with ChromiumEngine(engine_config) as engine:
        browser = await find_own_browser(engine, before)

        async def stop_soon() -> None:
            await asyncio.sleep(1)
            browser.suspend()

        outcome, _ = await asyncio.gather(capture(engine, site.url("/slow?seconds=3"), seconds=5), stop_soon())

        assert isinstance(outcome, BrowserFailed)
        assert isinstance(await capture(engine, site.url("/short")), CaptureResult)


def list_folders(browser: psutil.Process) -> list[Path]:
    """The folders that live as long as the browser does."""
    profile = next(part for part in browser.cmdline() if part.startswith("--user-data-dir="))
    return [Path(profile.partition("=")[2]), Path(browser.environ()["HOME"])]
