"""Making sure that Chinese, Hindi and emoji are not drawn as boxes."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import debian
from scripts.shell import SetupFailed, complain, run, say

PACKAGES = ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-liberation")
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# What a script is called, fontconfig's name for it, and what the names of its fonts' files have in them.
SAMPLES = (("Chinese", "zh", "cjk"), ("Hindi", "hi", "devanagari"), ("emoji", "und-zsye", "emoji"))


def ensure_fonts() -> None:
    """Install fonts where they are missing and we may; else say how to mend it. Never fails."""
    missing = list_missing()
    if not missing:
        return
    if debian.may_install():
        say("- Installing fonts for the world's scripts (about 130 MB)")
        try:
            debian.install_packages(*PACKAGES)
        except SetupFailed as failure:
            complain(f"  The fonts could not be installed: {failure}")
        missing = list_missing()
    if missing:
        complain(
            f"  There are no fonts for {', '.join(missing)}: such text will be boxes in the pictures. "
            f"To mend it on Debian or Ubuntu: sudo apt-get install {' '.join(PACKAGES)}"
        )


def list_missing() -> list[str]:
    """The scripts that no font of this machine can draw."""
    if sys.platform == "darwin":  # comes with them
        return []
    if shutil.which("fc-list"):
        return [name for name, language, _ in SAMPLES if not run(["fc-list", f":lang={language}", "file"])]
    files = list(list_font_files())
    return [name for name, _, part in SAMPLES if not any(part in file for file in files)]


def list_font_files() -> Iterator[str]:
    """The names of all font files, in lower case."""
    for folder in FOLDERS:
        yield from (file.name.lower() for file in Path(folder).expanduser().rglob("*.[ot]t[fc]"))
