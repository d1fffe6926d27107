from pathlib import Path

import pytest

from bot.browsers import choose_browser
from bot.errors import StartFailed
from bot.settings import load_settings


def test_given_browser_is_taken(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_bytes(b"\x7fELF" + bytes(100_000))
    browser.chmod(0o755)

    assert choose_browser(load_settings({"SNAPKEEP_BROWSER": str(browser)}, tmp_path / "no.env")) == browser


def test_missing_browser_is_a_line_that_says_how_to_get_one(tmp_path: Path) -> None:
    settings = load_settings({"SNAPKEEP_BROWSER": str(tmp_path / "nothing")}, tmp_path / "no.env")

    with pytest.raises(StartFailed, match=r"^SNAPKEEP_BROWSER: no browser at [^\n]+`make setup`[^\n]+$"):
        choose_browser(settings)
