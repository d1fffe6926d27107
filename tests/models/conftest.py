"""Fixtures of the tests of models: what one database promises, the other promises too."""

from collections.abc import AsyncIterator

import pytest

from models.database import open_database
from tests.queries import CountQueries, listen_to_queries


@pytest.fixture
def count_queries() -> CountQueries:
    """A context that collects the SQL statements of its block."""
    return listen_to_queries


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, opened."""
    async with open_database(database_url):
        yield database_url
