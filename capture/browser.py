"""Which browser there is on this machine, and whether it is fit for the work."""

import asyncio
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.errors import BrowserFailed, BrowserMissing
from capture.process import Chromium, first_line, launch_chromium
from capture.walls import Walls
from capture.world import World

NAMES_ON_PATH = ("chromium-headless-shell", "chromium", "google-chrome")
WRAPPER_BYTES = 64 * 1024  # a file smaller than this is a script around the browser, not the browser
TRIAL_SECONDS = 15.0

# One character of each script that a page may be in, by the name that people give the script.
SCRIPT_SAMPLES = {
    "Latin": "A",
    "Chinese": "灯",
    "Japanese": "ひ",
    "Korean": "한",
    "Devanagari": "ह",
    "Thai": "ก",
    "emoji": "😀",
}
BOXES = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class BrowserReport:
    """What a browser showed when it was tried."""

    version: str
    walls: Walls  # as they stood then
    boxes: tuple[str, ...]  # the scripts for which there is no font
    picture: bytes = field(repr=False)  # PNG of a line of each script


def find_browser(setting: str = "") -> Path:
    """The binary to start: the given one, else Playwright's own, else one on the PATH."""
    if setting:
        given = shutil.which(setting)
        if given is None:
            raise BrowserMissing(f"no browser at {setting}")
        return resolve_wrapper(Path(given))
    if own := find_playwrights_own():
        return own
    for name in NAMES_ON_PATH:
        if found := shutil.which(name):
            return resolve_wrapper(Path(found))
    raise BrowserMissing("no Chromium found: neither Playwright's own nor one on the PATH")


def find_playwrights_own() -> Path | None:
    """The headless shell or Chromium that `playwright install` put into its cache."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium_headless_shell-*/*/*headless*shell", "chromium-*/*/chrome"):
        if found := sorted(path for path in cache.glob(pattern) if os.access(path, os.X_OK)):
            return found[-1]
    return None


def resolve_wrapper(path: Path) -> Path:
    """The binary behind a small shell script: only that one can be killed by its own process id."""
    target = path.resolve()
    if not target.is_file() or target.stat().st_size >= WRAPPER_BYTES:
        return target
    for word in re.findall(r"(?:^|[\s\"'=])(/[^\s\"'$]+)", target.read_text("utf-8", errors="replace")):
        candidate = Path(word)
        if candidate.is_file() and candidate.stat().st_size >= WRAPPER_BYTES and os.access(candidate, os.X_OK):
            return candidate
    return target


async def try_browser(path: Path) -> BrowserReport:
    """Really start it and let it draw the scripts of the world; BrowserFailed where it cannot."""
    chromium = await launch_chromium(path)
    try:
        async with asyncio.timeout(TRIAL_SECONDS):
            return await draw_scripts(chromium)
    except (TimeoutError, PlaywrightError) as error:
        raise BrowserFailed(f"{path} does not draw: {first_line(error)}") from error
    finally:
        await chromium.close()


async def draw_scripts(chromium: Chromium) -> BrowserReport:
    """Compare each script with a character that no font has."""
    browser = chromium.browser
    context = await browser.new_context(viewport={"width": 480, "height": 320})
    page = await context.new_page()
    world = World(await context.new_cdp_session(page))
    boxes = await world.call("font_trial.js", SCRIPT_SAMPLES, BOXES, TRIAL_SECONDS)
    return BrowserReport(browser.version, chromium.walls, boxes, await page.screenshot())
