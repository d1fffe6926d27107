"""Finding a Chromium, installing one where there is none, and trying it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts import debian
from scripts.shell import ROOT, SetupFailed, complain, otherwise, run, say

SETTING = "SNAPKEEP_BROWSER"
ON_THE_PATH = ("chromium-headless-shell", "chromium", "google-chrome")
SMALL_SCRIPT_BYTES = 65_536
START_SECONDS = 60
PLAYWRIGHT = (ROOT / ".venv/bin/python", "-m", "playwright")
DRIVER_LIBRARY = "libatomic1"  # of Playwright's own Node; a minimal Debian comes without it
ADVICE = (
    "To mend it: sudo apt-get install chromium-headless-shell (Debian), "
    "or sudo .venv/bin/playwright install-deps chromium (elsewhere), "
    f"or write {SETTING}=/path/of/a/chromium into .env; then run it again"
)


def ensure_browser() -> Path:
    """Return a browser that starts; raise `SetupFailed` where there is none and none can be had."""
    ensure_driver()
    browser = find_browser() or install_browser()
    with otherwise(f"{browser} does not start. {ADVICE}"):
        try_browser(browser)
    return browser


def ensure_driver() -> None:
    """See that Playwright itself starts, which drives the browser; raise `SetupFailed`."""
    try:
        run([*PLAYWRIGHT, "--version"])
    except SetupFailed:
        with otherwise(f"Playwright does not start. To mend it: sudo apt-get install {DRIVER_LIBRARY}"):
            if debian.may_install():
                say(f"- Installing {DRIVER_LIBRARY}, which Playwright needs")
                debian.install_packages(DRIVER_LIBRARY)
            run([*PLAYWRIGHT, "--version"])


def find_browser() -> Path | None:
    """Look for a browser in the order that the program has, too."""
    return find_named() or next(list_browsers(), None)


def list_browsers() -> Iterator[Path]:
    """The browsers of this machine, the best first."""
    yield from list_playwright_browsers()
    for name in ON_THE_PATH:
        found = shutil.which(name)
        if found and is_snap(Path(found)):
            complain(f"  {found} is Ubuntu's snap, which is confined to its own folders: it cannot be used here.")
        elif found:
            yield Path(found)


def list_playwright_browsers() -> Iterator[Path]:
    """The headless shell that belongs to our Playwright, where it has been downloaded."""
    plan = run([*PLAYWRIGHT, "install", "--dry-run", "--only-shell", "chromium"])
    folders = [line.partition(":")[2].strip() for line in plan.splitlines() if "Install location:" in line]
    for folder in folders:
        if (Path(folder) / "INSTALLATION_COMPLETE").exists():
            files = sorted(Path(folder).glob("*/*headless*shell*"))
            yield from (file for file in files if file.is_file() and os.access(file, os.X_OK))


def is_snap(browser: Path) -> bool:
    """Whether a command is a snap, or Ubuntu's small script that leads to one."""
    real = browser.resolve()
    if real.name == "snap" or "snap" in real.parts:
        return True
    return real.stat().st_size < SMALL_SCRIPT_BYTES and b"/snap/bin/" in real.read_bytes()


def read_setting() -> str:
    """The browser that the environment or .env names; empty where neither does."""
    if SETTING in os.environ:
        return os.environ[SETTING]
    file = ROOT / ".env"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in reversed(lines):
        name, _, value = line.strip().removeprefix("export ").partition("=")
        if name.strip() == SETTING:
            return value.partition(" #")[0].strip().strip("'\"")
    return ""


def find_named() -> Path | None:
    """The browser that a person names, where one is named; raise `SetupFailed` where it is not there."""
    setting = read_setting()
    found = shutil.which(setting) if setting else None
    if setting and not found:
        raise SetupFailed(f"{SETTING} is {setting}, and that is no program. To mend it: correct it or leave it empty")
    return Path(found) if found else None


def install_browser() -> Path:
    """Install a browser: Debian's as root, else Playwright's."""
    if debian.may_install():
        say("- Installing the browser: chromium-headless-shell, from Debian (about 70 MB)")
        try:
            debian.install_packages("chromium-headless-shell")
        except SetupFailed as failure:
            complain(f"  The system's packages have no browser for us: {failure}")
    return find_browser() or download_browser()


def download_browser() -> Path:
    """Let Playwright download its browser."""
    say("- Downloading Playwright's browser (about 110 MB)")
    libraries = ["--with-deps"] if debian.may_install() else []
    try:
        run([*PLAYWRIGHT, "install", *libraries, "--only-shell", "chromium"])
    except SetupFailed as failure:
        complain(f"  Playwright's download failed: {failure}")
    browser = find_browser()
    if browser is None:
        raise SetupFailed(f"there is no browser on this machine and none could be installed. {ADVICE}")
    return browser


def try_browser(browser: Path) -> None:
    """Start the browser once; raise `SetupFailed` where it does not draw a page."""
    if os.geteuid() == 0:  # Chromium refuses its sandbox to root
        draw_page(browser, "--no-sandbox")
        return
    try:
        draw_page(browser)
    except SetupFailed:
        draw_page(browser, "--no-sandbox")
        complain(f"  {browser} starts, but only without its sandbox: this system keeps it from ordinary users.")


def draw_page(browser: Path, *flags: str) -> None:
    """Have the browser draw one small page."""
    with tempfile.TemporaryDirectory(prefix="snapkeep-") as profile:
        options = ["--headless", "--disable-gpu", f"--user-data-dir={profile}", *flags, "--dump-dom"]
        answer = run([browser, *options, "data:text/html,<p>snapkeep"], seconds=START_SECONDS)
    if "snapkeep" not in answer:
        raise SetupFailed(f"{browser} starts but draws nothing")
