"""The fixture of the chat's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import TestHouse, open_house


@pytest.fixture
async def house(tmp_path: Path, migrated_file: Path) -> AsyncIterator[TestHouse]:
    """A running house with an engine that needs no browser."""
    async with open_house(tmp_path, migrated_file) as opened:
        yield opened
