"""Fixtures that more than one room of the house uses."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest

from models.database import open_database
from tests.postgres import PostgresServer, empty, open_postgres
from tests.site.fixtures import engine, engine_config, other_site, site

__all__ = ["engine", "engine_config", "other_site", "site"]


async def _migrate(url: str) -> None:
    async with open_database(url):
        pass


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, up to date, to copy from: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "snapkeep.db"
    asyncio.run(_migrate(f"sqlite://{path}"))
    return path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read: where we are root, the browser is somebody else."""
    with TemporaryDirectory(prefix="snapkeep-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
async def database_file(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Path]:
    """An open, empty SQLite database of the test's own; its file."""
    path = tmp_path / "snapkeep.db"
    copyfile(migrated_file, path)
    async with open_database(f"sqlite://{path}"):
        yield path


@pytest.fixture
def database(database_file: Path) -> Path:
    """The same: what is no business of the database's is tested with one of them."""
    return database_file


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for all tests, each of which makes a database of its own there."""
    with open_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_server(postgres: PostgresServer) -> str:
    """The address of a database there that is up to date; whoever uses it empties it first."""
    url = postgres.url(postgres.create())
    asyncio.run(_migrate(url))
    return url


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
