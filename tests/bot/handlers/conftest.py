"""The fixtures of the chat's tests."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from capture.types import Engine
from tests.house import TestHouse, open_house


class OpenHouse(Protocol):
    """Opens a house with another engine or other settings."""

    def __call__(self, engine: Engine | None = None, **settings: str) -> AbstractAsyncContextManager[TestHouse]: ...


@pytest.fixture
def open_with(tmp_path: Path, migrated_file: Path) -> OpenHouse:
    """For a house that is not as usual."""
    return partial(open_house, tmp_path, migrated_file)


@pytest.fixture
async def house(open_with: OpenHouse) -> AsyncIterator[TestHouse]:
    """A running house with an engine that needs no browser."""
    async with open_with() as opened:
        yield opened
