"""A watched page, with every part real: rows are moved back in time, the program is killed in between."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.kept import download
from tests.e2e.service import free_port, run_service
from tests.e2e.test_changes import NEW, OLD
from tests.e2e.test_main_job import permalink_of, save
from tests.patience import until_found
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.hostile]  # a minute: make test-hostile


def write(folder: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """One statement on the database of the running program."""
    with closing(sqlite3.connect(folder / "data" / "snapkeep.db", timeout=10)) as database, database:
        return database.execute(statement, values).fetchall()


async def let_a_day_pass(folder: Path) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(sep=" ")
    await asyncio.to_thread(write, folder, "UPDATE watches SET next_at = ?", past)


async def until_looked(folder: Path, looks: int) -> None:
    """Return when so many captures have been judged."""

    async def is_judged() -> bool:
        query = "SELECT count(*) FROM snapshots WHERE status IN ('complete', 'partial', 'failed')"
        ended = await asyncio.to_thread(write, folder, query)
        waiting = await asyncio.to_thread(write, folder, "SELECT count(*) FROM watches WHERE awaits_id IS NOT NULL")
        return ended == [(looks,)] and waiting == [(0,)]

    await until_found(is_judged, 60)


def news(chat: LocalChat, part: str) -> list[Message]:
    return [message for message in chat.messages(OWNER) if part in message.words and "http" in message.words]


@pytest.mark.timeout(240)
async def test_change_and_death_and_return_are_told_once_each_over_kills(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    site.living["ferry"], port = OLD, free_port()
    async with run_service(tmp_path, chat, port=port, ALLOWED_USERS=str(OWNER)) as service:
        first = await save(chat, site.url("/living/ferry"))
        await chat.send_text(OWNER, OWNER, "/watch daily", reply_to=first.message_id)
        await chat.wait_for(lambda message: "every day" in message.words, 10, chat_id=OWNER)
        site.living["ferry"] = NEW
        await let_a_day_pass(tmp_path)
        await until_looked(tmp_path, 2)
        await service.kill()  # whatever of the news is out by now

    async with run_service(tmp_path, chat, port=port, ALLOWED_USERS=str(OWNER)) as service:
        await chat.wait_until(lambda: bool(news(chat, "you watch has changed")), 30)
        (changed,) = news(chat, "you watch has changed")
        del site.living["ferry"]
        for looks in (3, 4, 5):
            assert not news(chat, "seems to be gone"), "one hiccup is no death"
            await let_a_day_pass(tmp_path)
            await until_looked(tmp_path, looks)
        await service.kill()

    async with run_service(tmp_path, chat, port=port, ALLOWED_USERS=str(OWNER)):
        await chat.wait_until(lambda: bool(news(chat, "seems to be gone")), 30)
        (died,) = news(chat, "seems to be gone")
        site.living["ferry"] = NEW
        await let_a_day_pass(tmp_path)
        await chat.wait_until(lambda: bool(news(chat, "is back")), 60)
        page = await download(f"{permalink_of(changed)}/changes")

    assert "➕ It never sails on Sundays." in changed.words
    assert len(chat.photo_bytes(changed)) > 5_000
    assert "404" in died.words
    assert permalink_of(changed) in died.words, "as it was"
    assert len(chat.photo_bytes(died)) > 5_000
    assert b"<ins>" in page.content
    for part in ("you watch has changed", "seems to be gone", "is back"):
        assert len(news(chat, part)) == 1, part
