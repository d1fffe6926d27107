"""Trouble around the real program: told to stop under load, and a database that somebody else holds."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import run_service
from tests.e2e.test_crash import answers
from tests.e2e.test_main_job import is_answer
from tests.patience import until_found
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINKS = 6
STOP_WITHIN = 25.0
INTAKE_WITHIN = 1.0
LOCKED_SECONDS = 4.0
HEALTH_WITHIN = 15.0


async def send_many(chat: LocalChat, site: Site) -> list[Message]:
    return [await chat.send_text(OWNER, OWNER, site.url(f"/short?number={number}")) for number in range(LINKS)]


async def send_late(chat: LocalChat, site: Site) -> Message:
    await asyncio.sleep(INTAKE_WITHIN)
    return await chat.send_text(OWNER, OWNER, site.url("/short?late"))


def is_taken_in(folder: Path, part: str) -> bool:
    """Whether a message with this in it was written down, handled or not."""
    taken = "SELECT payload FROM seen_updates WHERE payload LIKE ?1 UNION ALL SELECT url FROM links WHERE url LIKE ?1"
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        return bool(database.execute(taken, [f"%{part}%"]).fetchall())


async def test_sigterm_under_load_ends_in_time_and_the_next_start_finishes_all(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    clock = asyncio.get_running_loop().time
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        sent = await send_many(chat, site)
        await chat.wait_until(lambda: chat.list_calls("sendMessage"), 20)
        started = clock()
        status, late = await asyncio.gather(service.stop(), send_late(chat, site))
        assert status == 0
        assert clock() - started < STOP_WITHIN
    assert len(answers(chat)) < LINKS
    assert not is_taken_in(tmp_path, "/short?late"), "a second after being told to stop, nothing is any more"

    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        await chat.wait_until(lambda: len(answers(chat)) > LINKS, 60)
        await asyncio.sleep(2)

    assert sorted(one.reply_to for one in answers(chat)) == [one.message_id for one in (*sent, late)]


async def test_database_that_another_process_holds_for_a_while_is_waited_for(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        with closing(sqlite3.connect(tmp_path / "data/snapkeep.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await chat.send_text(OWNER, OWNER, site.url("/short"))
            await asyncio.sleep(LOCKED_SECONDS)
            assert answers(chat) == []
            other.execute("ROLLBACK")
        answer = await chat.wait_for(is_answer, 60, chat_id=OWNER)
        await asyncio.sleep(2)

    assert answers(chat) == [answer]


async def test_folder_that_cannot_be_written_to_is_named_within_15_seconds_and_again_well(
    chat: LocalChat, tmp_path: Path
) -> None:
    blobs = tmp_path / "data/blobs"
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service, ClientSession() as web:

        async def is_failing(names: list[str]) -> bool:
            async with web.get(f"{service.root}/readyz") as answer:
                document = await answer.json()
                return bool(document["failing"] == names) and answer.status == (503 if names else 200)

        await until_found(lambda: is_failing([]), 30)
        blobs.rename(tmp_path / "away")
        blobs.write_text("in the way: not even root can store anything below a file")
        await until_found(lambda: is_failing(["files"]), HEALTH_WITHIN)
        blobs.unlink()
        (tmp_path / "away").rename(blobs)
        await until_found(lambda: is_failing([]), HEALTH_WITHIN)
