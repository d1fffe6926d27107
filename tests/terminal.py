"""The command line without a process: `bot.__main__.run` in a folder of its own, and what it printed."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any, TypeVar

import pytest

from bot.__main__ import run
from bot.app import Store, open_store
from bot.settings import PREFIX, load_settings

T = TypeVar("T")
PUBLIC_URL = "https://keep.example.org"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that stands on standard output, and nothing beside it."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error."""
        (line,) = self.err.splitlines()
        return line


class Terminal:
    """A shell in a folder, with Snapkeep's settings in its environment."""

    def __init__(
        self, folder: Path, migrated_file: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ):
        self.folder = folder
        self.data = folder / "data"
        self._patch = patch
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            patch.delenv(name)
        patch.chdir(folder)
        self.set(DATA_DIR=str(self.data), PUBLIC_URL=PUBLIC_URL)
        self.data.mkdir()
        copyfile(migrated_file, self.data / "snapkeep.db")

    def set(self, **settings: str) -> None:
        """Put settings into the environment."""
        for name, value in settings.items():
            self._patch.setenv(PREFIX + name, value)

    def __call__(self, *arguments: str) -> Done:
        """Run one command."""
        self._capsys.readouterr()
        with kept_logging():
            status = run(list(arguments))
        printed = self._capsys.readouterr()
        return Done(status, printed.out, printed.err)

    def prepare(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """Do something with the opened store, as an earlier command would have."""

        async def main() -> T:
            async with open_store(load_settings()) as store:
                return await work(store)

        return asyncio.run(main())


@contextmanager
def kept_logging() -> Iterator[None]:
    """Let a command set up the logging of its process, and put the tests' own back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []  # not removed one by one, which would close them
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
