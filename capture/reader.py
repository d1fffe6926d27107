"""Owner of the reading process: starts it on demand, gives it one page at a time, ends it when it idles or hangs."""

import asyncio
import json
import os
import struct
import sys
from asyncio import IncompleteReadError
from asyncio.subprocess import DEVNULL, PIPE, Process
from base64 import b64encode
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from capture.errors import CaptureError
from capture.extract.source import Article, PageSource

COMMAND = (sys.executable, "-P", "-m", "capture.extract.reading")
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ")  # and nothing secret
FRUGAL = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072"}
IDLE_SECONDS = 180.0
END_SECONDS = 3.0
MAX_ANSWER = 32 * 1024 * 1024
LENGTH = struct.Struct(">I")
ARTICLE = TypeAdapter(Article)


class ReadingFailed(CaptureError):
    """The reading process did not survive a page."""


class Reader:
    """Turns pages into articles, in a process of its own that is there only as long as it is needed."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS, command: tuple[str, ...] = COMMAND) -> None:
        self._idle_seconds = idle_seconds
        self._command = command
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._leaving: set[Process] = set()
        self._idle: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dismiss()
        for process in tuple(self._leaving):
            await self._see_off(process)

    @property
    def process_id(self) -> int | None:
        """Of the process that is there, if one is."""
        return self._process.pid if self._process else None

    async def prepare(self) -> None:
        """Have the process started, so that it is ready by the time a page is."""
        async with self._turn:
            await self._ensure()
            self._start_waiting()

    async def read(self, source: PageSource, seconds: float) -> Article:
        """The article of a page; TimeoutError where that takes too long, with all waiting for earlier pages."""
        message = pack(source)
        async with asyncio.timeout(seconds), self._turn:
            process = await self._ensure()
            try:
                answer = await exchange(process, message)
            except (IncompleteReadError, ConnectionError) as error:
                self._kill()
                raise ReadingFailed("the reading process ended") from error
            except BaseException:  # cut off in the middle: what it says next belongs to no question
                self._kill()
                raise
            self._start_waiting()
        return ARTICLE.validate_json(answer)

    async def _ensure(self) -> Process:
        if self._idle:
            self._idle.cancel()
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment(), start_new_session=True
            )
        return self._process

    def _start_waiting(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._dismiss)

    def _dismiss(self) -> None:
        """Let the process go: it ends when its input does."""
        if self._idle:
            self._idle.cancel()
        self._leaving = {process for process in self._leaving if process.returncode is None}
        if self._process is not None:
            if self._process.stdin:
                self._process.stdin.close()
            self._leaving.add(self._process)
            self._process = None

    def _kill(self) -> None:
        process = self._process
        self._dismiss()
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()

    async def _see_off(self, process: Process) -> None:
        try:
            async with asyncio.timeout(END_SECONDS):
                await process.communicate()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def exchange(process: Process, message: bytes) -> bytes:
    """Ask, and hear the answer."""
    sink, source = process.stdin, process.stdout
    if sink is None or source is None:
        raise ConnectionError("no pipes")
    sink.write(LENGTH.pack(len(message)))
    sink.write(message)
    await sink.drain()
    size = LENGTH.unpack(await source.readexactly(LENGTH.size))[0]
    if size > MAX_ANSWER:
        raise ConnectionError("the answer is too long")
    return await source.readexactly(size)


def pack(source: PageSource) -> bytes:
    """A page as it goes through the pipe."""
    fields = asdict(source) | {"body": b64encode(source.body).decode("ascii"), "assets": dict(source.assets)}
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def environment() -> dict[str, str]:
    """What the process is told: where its modules are, and no more than any program needs."""
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return told | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUTF8": "1"} | FRUGAL
