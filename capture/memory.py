"""How much memory a browser takes with all its processes, and what is ended where that is too much."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

MAX_BYTES = 1536 * 1024 * 1024  # of one browser with all that belongs to it
ACT_AT = 0.75  # of the limit: what grows, grows on while it is being ended
LOOK_SECONDS = 0.25
CLOSE_LOOK_SECONDS = 0.04  # above half of the limit
END_SECONDS = 2.0
SHARED_BYTES = 400 * 1024 * 1024  # roughly what is counted twice where each process counts all that it shares


@dataclass(frozen=True, slots=True)
class Member:
    """One process of a browser, and its share of the memory."""

    process: psutil.Process
    is_page: bool  # one that runs pages, and nothing else
    bytes: int


def weigh(browser: psutil.Process) -> tuple[Member, ...]:
    """All processes of a browser, the heaviest first; reads /proc, so not in the loop."""
    members = []
    for process in list_family(browser):
        with suppress(psutil.Error, OSError):  # one that is just ending
            members.append(Member(process, "--type=renderer" in process.cmdline(), own_bytes(process)))
    return tuple(sorted(members, key=lambda one: one.bytes, reverse=True))


def total_of(members: tuple[Member, ...]) -> int:
    """Bytes of them all together."""
    return sum(one.bytes for one in members)


def estimate(browser: psutil.Process) -> int:
    """An upper bound of what it takes, at a tenth of the cost: what is shared counts for each who shares it."""
    total = 0
    for process in list_family(browser):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def list_family(browser: psutil.Process) -> list[psutil.Process]:
    """The browser and all that descends from it; empty where it is gone."""
    try:
        return [browser, *browser.children(recursive=True)]
    except psutil.Error:
        return []


def own_bytes(process: psutil.Process) -> int:
    """The process's part of the memory, what it shares divided among those who share it (PSS).

    Where the system does not tell that of a sandboxed process, what it has alone.
    """
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        size = process.memory_info()
        return size.rss - getattr(size, "shared", 0)


class MemoryWatch:
    """Ends the page that eats the memory, or the browser where that is not enough."""

    def __init__(self, browser: psutil.Process, max_bytes: int = MAX_BYTES) -> None:
        self._browser = browser
        self._max_bytes = max_bytes
        self._is_over = asyncio.Event()
        self.ended = 0  # pages, or browsers, that were ended for it

    async def run(self) -> None:
        """Look at it until told to stop."""
        while not self._is_over.is_set():
            is_large = await asyncio.to_thread(self._look)
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_LOOK_SECONDS if is_large else LOOK_SECONDS):
                    await self._is_over.wait()

    def stop(self) -> None:
        """The browser goes: there is nothing to look after."""
        self._is_over.set()

    def _look(self) -> bool:
        """End what has to be ended; whether there is a reason to look again soon."""
        size = estimate(self._browser)
        if size > self._max_bytes * ACT_AT:
            self._judge()
        return size > self._max_bytes / 2 + SHARED_BYTES

    def _judge(self) -> None:
        """End the heaviest page, then the next one; the browser where no page is left to blame."""
        while total_of(members := weigh(self._browser)) > self._max_bytes * ACT_AT:
            condemned = next((one.process for one in members if one.is_page), self._browser)
            self.ended += 1
            with suppress(psutil.Error):
                condemned.kill()
                condemned.wait(END_SECONDS)
