"""Two programs that people use for the same: shot-scraper (pictures) and single-file-cli (pages in one file).

Each is run as its users run it, a command a page, on the browser that we use; its file must be there in the end.
"""

import asyncio
import os
import re
import shlex
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from capture.browser import find_browser
from tests.bench.packages import install_packages

SECONDS = 60.0
EXPECTED = re.compile(r"Executable doesn't exist at (\S+)")  # Playwright, where its own browser is not there


@dataclass(frozen=True, slots=True)
class Rival:
    """A command that keeps one page; `{url}` and `{file}` are put into it."""

    name: str
    command: tuple[str, ...]
    suffix: str
    environment: dict[str, str]

    async def keep(self, url: str, file: Path) -> float:
        """Seconds of the whole command."""
        arguments = [part.format(url=url, file=file) for part in self.command]
        file.unlink(missing_ok=True)
        started = perf_counter()
        async with asyncio.timeout(SECONDS):
            process = await asyncio.create_subprocess_exec(
                *arguments, env=os.environ | self.environment, stdout=DEVNULL, stderr=PIPE
            )
            _, complaint = await process.communicate()
        seconds = perf_counter() - started
        if not file.is_file():
            raise RuntimeError(f"{self.name} kept nothing: {complaint.decode()[-500:]}")
        return seconds


async def find_rivals(folder: Path) -> dict[str, Rival]:
    """Those that can be had here, by name."""
    found = (await find_shot_scraper(folder), await asyncio.to_thread(find_single_file))
    return {rival.name: rival for rival in found if rival is not None}


async def find_shot_scraper(folder: Path) -> Rival | None:
    """With our browser in the place where its Playwright looks for its own; it has no option for another one."""
    environment = {"PLAYWRIGHT_BROWSERS_PATH": str(folder / "browsers")}
    program = Path(sys.executable).parent / "shot-scraper"
    process = await asyncio.create_subprocess_exec(
        program, "http://127.0.0.1:9/", "-o", folder / "nothing.jpg",
        env=os.environ | environment, stdout=DEVNULL, stderr=PIPE,
    )  # fmt: skip
    _, complaint = await process.communicate()
    expected = EXPECTED.search(complaint.decode())
    if expected is None:
        return None
    place = Path(expected[1])
    place.parent.mkdir(parents=True)
    place.write_text(f'#!/bin/sh\nexec {shlex.quote(str(find_browser()))} "$@"\n')
    place.chmod(0o755)
    command = (str(program), "{url}", "-o", "{file}", "--quality", "80")
    return Rival("shot-scraper", command, ".jpg", environment)


def find_single_file() -> Rival | None:
    """From npm, if it can be had."""
    modules = install_packages()
    if modules is None:
        return None
    command = (
        str(modules / ".bin/single-file"), "{url}", "{file}", f"--browser-executable-path={find_browser()}",
        "--browser-arg=--no-sandbox", "--browser-width=1280", "--browser-height=800",
    )  # fmt: skip
    return Rival("single-file-cli", command, ".html", {})
