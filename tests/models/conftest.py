"""Fixtures of the tests of models: what one database promises, the other promises too."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest

from models.database import open_database
from tests.postgres import empty
from tests.queries import CountQueries, listen_to_queries


@pytest.fixture
def count_queries() -> CountQueries:
    """A context that collects the SQL statements of its block."""
    return listen_to_queries


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the test's own: every test that wants one runs on both."""
    if request.param == "sqlite":
        path = tmp_path / "snapkeep.db"
        copyfile(request.getfixturevalue("migrated_file"), path)
        return f"sqlite://{path}"
    url: str = request.getfixturevalue("migrated_server")
    empty(url)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, opened."""
    async with open_database(database_url):
        yield database_url
