"""Which browser is used, or what to do where there is none."""

from pathlib import Path

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
