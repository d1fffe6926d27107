"""What most tests of the web front need: a store and a client; or a whole house and a browser that comes to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from models.blobs.file import FileBlobStore
from tests.house import TestHouse, open_house
from tests.webhouse import open_browser


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobStore:
    return FileBlobStore(tmp_path)


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession(headers={"Accept-Language": "en"}) as session:
        yield session


@pytest.fixture
async def house(tmp_path: Path, migrated_file: Path) -> AsyncIterator[TestHouse]:
    async with open_house(tmp_path, migrated_file) as opened:
        yield opened


@pytest.fixture
async def browser(house: TestHouse) -> AsyncIterator[ClientSession]:
    async with open_browser(house) as opened:
        yield opened
