"""Which browser is used, or what to do where there is none; and how much memory it takes."""

from pathlib import Path

import psutil

from bot.errors import StartFailed
from bot.settings import Settings
from capture.browser import find_browser
from capture.errors import BrowserMissing


def choose_browser(settings: Settings) -> Path:
    """Find the browser; `StartFailed` says how to get one."""
    try:
        return find_browser(settings.browser)
    except BrowserMissing as error:
        raise StartFailed(
            f"SNAPKEEP_BROWSER: {error}; run `make setup`, or set it to the path of a Chromium"
        ) from error


def weigh_browser() -> int:
    """Bytes of memory (RSS) of the Chromium processes below this one; reads /proc, so not in the loop."""
    size = 0
    for process in psutil.Process().children(recursive=True):
        try:
            if any(part.startswith("--type=") or part == "--headless" for part in process.cmdline()):
                size += process.memory_info().rss
        except psutil.Error:  # one that is just ending
            continue
    return size
