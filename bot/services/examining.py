"""Examining: does everything that this installation stands on really work? One finding a part, each with its cure."""

import asyncio
import os
import secrets
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.services.checking_files import FileReport, check_files
from capture.browser import find_browser, try_browser
from capture.errors import BrowserMissing, CaptureError
from capture.memory import MAX_BYTES
from capture.readability import find_readability
from capture.walls import Walls
from models.blobs import BlobStore
from models.blobs.backends import open_blobs
from models.database import check_database, open_database
from models.errors import ModelError

LOW_DISK_BYTES = 1024**3
SANDBOX_CURE = "let users have namespaces: in Docker a seccomp profile for Chromium, on Ubuntu its AppArmor profile"
USER_CURE = "start Snapkeep as an ordinary user, or set SNAPKEEP_BROWSER to a Chromium outside of root's home"
NETWORK_CURE = "allow user namespaces (sysctl user.max_user_namespaces; in Docker by the seccomp profile)"
FONTS_CURE = "install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji (`make setup` as root does)"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one part looks like, and what to do about it; nothing is to be done where all is well."""

    part: str
    detail: str
    cure: str = ""
    is_bearable: bool = False  # it works all the same, only not as safely

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return not self.cure or self.is_bearable


async def examine_browser(setting: str) -> tuple[Finding, ...]:
    """Really launch the browser, and see whether it has letters for the world's scripts."""
    try:
        path = find_browser(setting)
        report = await try_browser(path)
    except BrowserMissing as error:
        return (Finding("browser", str(error), "run `make setup`, or set SNAPKEEP_BROWSER"),)
    except CaptureError as error:
        return (Finding("browser", str(error), "see whether it starts by hand; `make setup` installs one"),)
    missing = ", ".join(report.boxes)
    fonts = (
        Finding("fonts", f"no letters for {missing}", FONTS_CURE) if missing else Finding("fonts", "all scripts tried")
    )
    return (Finding("browser", f"{path} {report.version}"), fonts, *describe_walls(report.walls))


def describe_walls(walls: Walls) -> tuple[Finding, ...]:
    """Which walls stand around the browser, and what to do about those that do not."""
    sandbox = Finding("sandbox", "on: the browser keeps its pages in")
    if not walls.has_sandbox:
        sandbox = Finding("sandbox", "off: this machine does not let it have one", SANDBOX_CURE, is_bearable=True)
    user = Finding("user", f"the browser runs as user {walls.user or os.geteuid()}, not as root")
    if walls.is_root:
        user = Finding("user", "the browser runs as root: nobody else may read it", USER_CURE, is_bearable=True)
    network = Finding("network", "the browser's own: only our proxy is in it")
    if walls.namespace is None:
        network = Finding("network", "the machine's: the proxy alone keeps captures in", NETWORK_CURE, is_bearable=True)
    limits = f"{MAX_BYTES >> 20} MiB of memory for the browser, watched; the service comes first at the processor"
    return (sandbox, user, network, Finding("limits", limits))


async def examine_scripts() -> tuple[Finding, ...]:
    """See whether what comes from npm is there: articles are made without it, only not as well."""
    if find_readability() is None:
        return (
            Finding(
                "readability",
                "not installed: articles are made without it, and the pages of the web are plainer",
                "run `npm ci` or `make setup`",
            ),
        )
    return (Finding("readability", "installed"),)


async def examine_database(url: str) -> tuple[Finding, ...]:
    """Open the database and ask it something."""
    try:
        async with open_database(url):
            await check_database()
    except ModelError as error:
        return (Finding("database", str(error), "check SNAPKEEP_DATABASE_URL, or restore a backup"),)
    return (Finding("database", url.rpartition("@")[2]),)


async def examine_blobs(url: str) -> tuple[Finding, ...]:
    """Write a blob, read it and remove it."""
    try:
        return (await _probe(open_blobs(url), url),)
    except (ModelError, OSError) as error:
        return (Finding("blobs", str(error), "check SNAPKEEP_BLOBS_URL and its free space"),)


async def _probe(blobs: BlobStore, url: str) -> Finding:
    probe = secrets.token_bytes(32)  # nobody's artifact, which is removed again
    name = await blobs.put(probe)
    is_same = await blobs.get(name) == probe
    await blobs.delete(name)
    return Finding("blobs", url.rpartition("@")[2], "" if is_same else "the store returns other bytes: check it")


async def examine_files(
    database_url: str, blobs_url: str, *, is_full: bool = False, removes: bool = False
) -> tuple[Finding, ...]:
    """Compare rows and files; nothing is said where either cannot be opened: that is another part's finding."""
    try:
        async with open_database(database_url):
            return describe_files(await check_files(open_blobs(blobs_url), is_full=is_full, removes=removes))
    except (ModelError, OSError):
        return ()


def describe_files(report: FileReport) -> tuple[Finding, ...]:
    """What is said about the files, and about those that nothing needs."""
    size = f"{report.files} files, {report.bytes / 1024**2:.1f} MiB"
    findings = [Finding("files", size)]
    if not report.is_whole:
        shown = ", ".join(report.permalinks)
        detail = f"{size}: {len(report.missing)} missing, {len(report.damaged)} damaged, as of snapshot {shown}"
        cure = "stop the service and `snapkeep restore` a backup, or capture these pages again (/retry)"
        findings = [Finding("files", detail, cure)]
    left = len(report.orphans) - report.removed
    if report.removed:
        findings.append(Finding("orphans", f"{report.removed} files that nothing needed were removed"))
    if left:
        cure = "run `snapkeep doctor --fix`, which removes them"
        findings.append(Finding("orphans", f"{left} files that nothing needs take up room", cure))
    return tuple(findings)


async def examine_disk(folder: Path) -> tuple[Finding, ...]:
    """Look at the room that is left."""
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    detail = f"{free / 1024**3:.1f} GiB free in {folder}"
    return (Finding("disk", detail, "" if free >= LOW_DISK_BYTES else "make room, or move SNAPKEEP_DATA_DIR"),)


Examination = Callable[[], Awaitable[tuple[Finding, ...]]]


async def examine(examinations: tuple[Examination, ...]) -> list[Finding]:
    """Do them one after another."""
    return [finding for examination in examinations for finding in await examination()]
