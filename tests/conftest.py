"""Fixtures that more than one room of the house uses."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest

from models.database import open_database
from tests.site.fixtures import engine, engine_config, other_site, site

__all__ = ["engine", "engine_config", "other_site", "site"]


async def _migrate(path: Path) -> None:
    async with open_database(f"sqlite://{path}"):
        pass


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, up to date, to copy from: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "snapkeep.db"
    asyncio.run(_migrate(path))
    return path


@pytest.fixture
async def database(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Path]:
    """An open, empty database of the test's own; its file."""
    path = tmp_path / "snapkeep.db"
    copyfile(migrated_file, path)
    async with open_database(f"sqlite://{path}"):
        yield path
