"""The browser process: where its binary is, how it is started, and how it is ended for certain."""

import asyncio
import logging
import os
import shutil
import signal
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from playwright.async_api import Browser, Playwright, ProxySettings, async_playwright
from playwright.async_api import Error as PlaywrightError

from capture.egress.namespace import Door
from capture.errors import BrowserFailed, BrowserMissing
from capture.memory import MAX_BYTES, MemoryWatch
from capture.walls import Walls, raise_walls, write_launcher

log = logging.getLogger(__name__)

LAUNCH_SECONDS = 20.0
CLOSE_SECONDS = 5.0
HOME_PREFIX = "snapkeep-browser-"
NAMELESS_SECONDS = 86_400.0
CLOCK_SECONDS = 10.0  # how far the times of processes and of files may be apart

# Whatever is opened without a gate's proxy ends here: nobody listens on the discard port.
DEAD_END = ProxySettings(server="http://127.0.0.1:9", bypass="<-loopback>")

FLAGS = (
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # chromium reads this one,
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the headless shell this one
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # names are the gate's business alone
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--disable-gpu",
    "--block-new-web-contents",
)
UNWANTED_FLAGS = ("--disable-popup-blocking",)


@dataclass(slots=True, eq=False)
class Chromium:
    """One running browser with the driver that speaks to it; they start and end together."""

    playwright: Playwright
    browser: Browser
    process: psutil.Process
    home: Path
    profile: Path | None
    memory: MemoryWatch
    walls: Walls
    tenants: int = 0  # contexts that are open or being opened
    captures: int = 0
    is_retired: bool = False  # takes no more tenants
    driver: psutil.Process | None = field(default=None)

    @property
    def is_usable(self) -> bool:
        """Whether another context may be opened here."""
        return not self.is_retired and self.browser.is_connected()

    async def open_door(self) -> Door | None:
        """Where a gate for this browser has to listen; None where they share this machine's network."""
        if self.walls.namespace is None:
            return None
        try:
            return await self.walls.namespace.open_door()
        except OSError:
            self.is_retired = True  # nothing will ever go out of it again
            raise

    async def close(self) -> None:
        """End the browser politely, or else for certain."""
        self.is_retired = True
        self.memory.stop()
        with suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.browser.close()
        await self.kill()

    async def kill(self) -> None:
        """End whatever is left of the browser and its driver; nothing here waits for a page."""
        self.is_retired = True
        self.memory.stop()
        await asyncio.to_thread(kill_tree, self.process)
        await stop_driver(self.playwright)
        await self.walls.close()
        await asyncio.to_thread(self._clean_up)

    def _clean_up(self) -> None:
        if self.driver is not None:
            kill_tree(self.driver)
        for folder in (self.home, self.profile):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def kill_tree(process: psutil.Process) -> None:
    """Kill a process with its group and all that descends from it, and wait until they are gone."""
    with suppress(psutil.NoSuchProcess):
        family = [process, *process.children(recursive=True)]
        with suppress(ProcessLookupError, PermissionError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(family, timeout=CLOSE_SECONDS)


async def launch_chromium(path: Path, max_bytes: int = MAX_BYTES) -> Chromium:
    """Start a browser that reaches nothing until a context is given a gate."""
    if not os.access(path, os.X_OK):
        raise BrowserMissing(f"no browser at {path}")
    home = await asyncio.to_thread(make_home)
    async with AsyncExitStack() as on_failure:
        on_failure.push_async_callback(asyncio.to_thread, shutil.rmtree, home, ignore_errors=True)
        try:
            async with asyncio.timeout(LAUNCH_SECONDS):
                walls = await raise_walls(path, home)
                on_failure.push_async_callback(walls.close)
                playwright = await async_playwright().start()
                on_failure.push_async_callback(stop_driver, playwright)
                browser, walls = await start_walled(playwright, path, home, walls)
                process = await find_process(browser)
        except (TimeoutError, OSError, PlaywrightError, psutil.Error) as error:
            raise BrowserFailed(f"{path} did not start: {first_line(error)}") from error
        on_failure.pop_all()
    memory = MemoryWatch(process, max_bytes)
    return Chromium(playwright, browser, process, home, find_profile(process), memory, walls, driver=process.parent())


async def start_walled(playwright: Playwright, path: Path, home: Path, walls: Walls) -> tuple[Browser, Walls]:
    """Start the binary; behind fewer walls where this machine does not allow them all."""
    launcher = await asyncio.to_thread(write_launcher, path, home, walls)
    try:
        return await start_browser(playwright, launcher, home, has_sandbox=walls.has_sandbox), walls
    except PlaywrightError as error:
        if "EACCES" in error.message:  # nothing may be started out of the folder for temporary files
            await walls.close()
            fewer = Walls(user=0, namespace=None, has_sandbox=os.geteuid() != 0)
            launcher = path
        elif walls.has_sandbox and "sandbox" in error.message.partition("<launched>")[2].lower():
            fewer = replace(walls, has_sandbox=False)
        else:
            raise
    log.warning("the browser runs behind fewer walls than it could: see `snapkeep doctor`")
    return await start_browser(playwright, launcher, home, has_sandbox=fewer.has_sandbox), fewer


async def start_browser(playwright: Playwright, launcher: Path, home: Path, *, has_sandbox: bool) -> Browser:
    """Start the binary with all that keeps it in."""
    return await playwright.chromium.launch(
        executable_path=launcher,
        args=list(FLAGS),
        ignore_default_args=list(UNWANTED_FLAGS),
        proxy=DEAD_END,
        env=browser_environment(home),
        chromium_sandbox=has_sandbox,  # which Chromium refuses to put up under root
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )


async def stop_driver(playwright: Playwright) -> None:
    """End the driver, and the browser with it where that still runs."""
    with suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await playwright.stop()


def make_home() -> Path:
    """A home folder for one browser; those of browsers whose service was killed go on this occasion."""
    for folder in Path(tempfile.gettempdir()).glob(f"{HOME_PREFIX}*"):
        with suppress(OSError):
            if is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{HOME_PREFIX}{os.getpid()}-"))


def is_abandoned(folder: Path) -> bool:
    """Whether the service that made a home is gone; one that does not name its service is, when it is a day old."""
    made_at = folder.lstat().st_mtime
    owner = folder.name.removeprefix(HOME_PREFIX).partition("-")[0]
    if not owner.isdecimal():
        return time.time() - made_at > NAMELESS_SECONDS
    try:
        return psutil.Process(int(owner)).create_time() > made_at + CLOCK_SECONDS
    except psutil.NoSuchProcess:
        return True


def browser_environment(home: Path) -> dict[str, str | float | bool]:
    """All that the browser may know of our environment: no token, no address, no key."""
    kept = {
        name: os.environ[name] for name in ("PATH", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH") if name in os.environ
    }
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8"}


async def find_process(browser: Browser) -> psutil.Process:
    """The browser's main process, as the browser itself tells."""
    session = await browser.new_browser_cdp_session()
    answer = await session.send("SystemInfo.getProcessInfo")
    await session.detach()
    return psutil.Process(next(entry["id"] for entry in answer["processInfo"] if entry["type"] == "browser"))


def find_profile(process: psutil.Process) -> Path | None:
    """The profile folder that the driver made; the driver forgets it where it is killed."""
    for argument in process.cmdline():
        if argument.startswith("--user-data-dir="):
            return Path(argument.partition("=")[2])
    return None


def first_line(error: BaseException) -> str:
    """The one line of a foreign error that says what happened."""
    return next(iter(str(error).splitlines()), type(error).__name__)
