"""Finding a browser, and trying it."""

from pathlib import Path
from shutil import copyfile

import pytest

from capture.browser import find_browser, resolve_wrapper, try_browser
from capture.errors import BrowserFailed, BrowserMissing


def write_program(path: Path, size: int) -> Path:
    path.write_bytes(b"\x7fELF" + b"\0" * size)
    path.chmod(0o755)
    return path


def write_latin_only_fonts(folder: Path) -> Path:
    """Settings under which there is one font, and nothing but Latin in it."""
    font = next(Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf"))
    copyfile(font, folder / font.name)
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>")
    return settings


def test_binary_behind_a_wrapper_script_is_found(tmp_path: Path) -> None:
    binary = write_program(tmp_path / "chromium-real", 100_000)
    wrapper = tmp_path / "chromium"
    wrapper.write_text(f'#!/bin/sh -e\n\nexec {binary} "$@"\n')
    wrapper.chmod(0o755)

    assert resolve_wrapper(wrapper) == binary


def test_binary_stands_for_itself(tmp_path: Path) -> None:
    binary = write_program(tmp_path / "chromium", 100_000)
    link = tmp_path / "link"
    link.symlink_to(binary)

    assert resolve_wrapper(link) == binary


def test_browser_that_was_set_is_taken(tmp_path: Path) -> None:
    binary = write_program(tmp_path / "my-browser", 100_000)

    assert find_browser(str(binary)) == binary


def test_browser_that_was_set_and_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BrowserMissing, match="no browser at"):
        find_browser(str(tmp_path / "nothing"))


def test_own_browser_of_playwright_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "chromium_headless_shell-1999" / "chrome-linux"
    folder.mkdir(parents=True)
    binary = write_program(folder / "headless_shell", 100_000)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    assert find_browser() == binary


def test_machine_without_a_browser_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BrowserMissing):
        find_browser()


@pytest.mark.browser
async def test_trial_draws_every_script() -> None:
    report = await try_browser(find_browser())

    assert report.version.partition(".")[0].isdecimal()
    assert report.boxes == ()
    assert report.picture.startswith(b"\x89PNG")


@pytest.mark.browser
async def test_script_without_a_font_is_named(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(write_latin_only_fonts(open_folder)))

    report = await try_browser(find_browser())

    assert "Latin" not in report.boxes
    assert {"Chinese", "Devanagari", "emoji"} <= set(report.boxes)


@pytest.mark.browser
async def test_program_that_is_no_browser_fails_its_trial() -> None:
    with pytest.raises(BrowserFailed):
        await try_browser(Path("/bin/true"))
