"""A library that has outgrown its machine: `snapkeep move` to PostgreSQL and a bucket, life there, and the way back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from models.blobs.backends import open_blobs
from models.moving import TABLES, open_place
from tests.buckets import run_bucket_server
from tests.e2e.conftest import OWNER
from tests.e2e.kept import download, hashes_of, wait_for_late
from tests.e2e.service import free_port, run_service, settings_for, start_process
from tests.e2e.test_main_job import permalink_of, save
from tests.postgres import open_postgres
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("s3")]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a library is."""

    database: str
    blobs: str

    @property
    def settings(self) -> dict[str, str]:
        """What says so."""
        return {"DATABASE_URL": self.database, "BLOBS_URL": self.blobs}

    async def count_rows(self) -> dict[str, int]:
        """Of every table."""

        async def count() -> dict[str, int]:
            return {table.__name__: await table.all().count() for table in TABLES}

        async with open_place(self.database) as place:
            return await place.do(count())

    async def hash_files(self) -> set[str]:
        """What is in its files, as their bytes say."""
        blobs = open_blobs(self.blobs)
        return {sha256(await blobs.get(name)).hexdigest() async for name in blobs.list_names()}


@dataclass(frozen=True, slots=True)
class Life:
    """One installation over several homes: the same folder, port and bot."""

    folder: Path
    port: int
    chat: LocalChat

    @asynccontextmanager
    async def at(self, home: Home) -> AsyncIterator[None]:
        """The service runs there."""
        async with run_service(self.folder, self.chat, port=self.port, ALLOWED_USERS=str(OWNER), **home.settings):
            yield

    async def move(self, source: Home, target: Home) -> list[str]:
        """Move, and what was said."""
        environment = settings_for(self.folder, self.port, self.chat, ALLOWED_USERS=str(OWNER), **source.settings)
        asked = ("move", "--database", target.database, "--blobs", target.blobs)
        process = await start_process(*asked, environment=environment, folder=self.folder)
        output = (await process.communicate())[0].decode()
        assert process.returncode == 0, output
        return output.splitlines()


def digests(said: list[str]) -> list[str]:
    """What `move` says of each table: how many rows, and their hash in both places."""
    return [line for line in said if ", sha256 " in line]


@pytest.mark.hostile
async def test_a_library_moves_to_a_server_and_a_bucket_and_back(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    life = Life(tmp_path, free_port(), chat)
    for name in ("here", "s3", "back"):
        (tmp_path / name).mkdir()
    here = Home(f"sqlite://{tmp_path}/here/snapkeep.db", f"file://{tmp_path}/here/blobs")
    back = Home(f"sqlite://{tmp_path}/back/snapkeep.db", f"file://{tmp_path}/back/blobs")
    async with life.at(here):
        article = permalink_of(await save(chat, f"{site.url('/article')} #reading"))
        kept = hashes_of(await wait_for_late(article))

    with open_postgres() as server, run_bucket_server(tmp_path / "s3") as bucket:
        there = Home(server.url(server.create()), bucket.new_place())
        said = await life.move(here, there)
        said_again = await life.move(here, there)
        rows, files = await there.count_rows(), await there.hash_files()
        assert (rows, files) == (await here.count_rows(), await here.hash_files())
        assert files >= set(kept.values())
        assert not any(", 0 of them copied" in line for line in said)
        assert any(", 0 of them copied" in line for line in said_again)
        assert len(digests(said)) == len(TABLES)
        assert digests(said) == digests(said_again)
        async with life.at(there):
            assert permalink_of(await save(chat, site.url("/article"))) == article, "it is known there"
            assert hashes_of(await wait_for_late(article)) == kept
            younger = permalink_of(await save(chat, site.url("/short")))
            await wait_for_late(younger)

        await life.move(there, back)
        rows_there, files_there = await there.count_rows(), await there.hash_files()

    assert rows_there["Snapshot"] == rows["Snapshot"] + 1
    assert (await back.count_rows(), await back.hash_files()) == (rows_there, files_there)
    async with life.at(back):
        for permalink in (article, younger):
            picture = await download(f"{permalink}/screenshot")
            assert sha256(picture.content).hexdigest() == hashes_of(await wait_for_late(permalink))["screenshot"]
        assert permalink_of(await save(chat, site.url("/short"))) == younger
