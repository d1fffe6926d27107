"""Fixtures of the tests of the deeds: an open database, ports, a messenger."""

from pathlib import Path

import pytest

from tests.paper import PaperMessenger
from tests.ports import Desk, open_desk
from tests.queries import CountQueries, listen_to_queries


@pytest.fixture
def desk(tmp_path: Path, database: Path) -> Desk:
    """Ports over an open, empty database."""
    return open_desk(tmp_path)


@pytest.fixture
def messenger() -> PaperMessenger:
    """A messenger whose chats can be read."""
    return PaperMessenger()


@pytest.fixture
def count_queries() -> CountQueries:
    """A context that collects the SQL statements of its block."""
    return listen_to_queries
