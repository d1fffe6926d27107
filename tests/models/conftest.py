"""Fixtures of the tests of models."""

import pytest

from tests.queries import CountQueries, listen_to_queries


@pytest.fixture
def count_queries() -> CountQueries:
    """A context that collects the SQL statements of its block."""
    return listen_to_queries
