"""A full disk, a real one: new links are refused in words, and when there is room all goes on where it stood."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import free_port, run_service, settings_for, start_process
from tests.e2e.small_disk import SmallDisk, mount_small_disk
from tests.e2e.test_crash import answers
from tests.e2e.test_main_job import PERMALINK, reply_to
from tests.patience import until
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FULL = "disk is full"
DISK_MEBIBYTES = 48


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """The data folder of the service."""
    with mount_small_disk(tmp_path / "data", DISK_MEBIBYTES) as small:
        yield small


async def refusal_of(chat: LocalChat, text: str) -> Message:
    sent = await chat.send_text(OWNER, OWNER, text)
    return await reply_to(chat, sent)


def is_whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_full_disk_refuses_new_links_and_finishes_the_old_ones_when_there_is_room(
    chat: LocalChat, site: Site, tmp_path: Path, disk: SmallDisk
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), CAPTURES="1"):
        before = await chat.send_text(OWNER, OWNER, site.url("/short"))
        await chat.wait_until(lambda: len(answers(chat)) == 1, 30)
        # The first one is still under way when the disk is full, however slow the machine.
        pages = ("/slow?seconds=10", "/short?waiting")
        taken = [await chat.send_text(OWNER, OWNER, site.url(page)) for page in pages]
        await chat.wait_for(lambda message: "opening" in message.text, 20, chat_id=OWNER)
        await until(lambda: len(chat.list_calls("sendMessage")) == 3, 20)
        chat.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", {"retry_after": 3})
        taken.append(await chat.send_text(OWNER, OWNER, site.url("/short?unacknowledged")))
        await until(lambda: len(chat.list_calls("sendMessage")) == 4, 20)  # refused, which is no change in the chat
        await asyncio.sleep(0.2)  # until that is written down
        disk.fill()
        refused = [await refusal_of(chat, site.url(f"/zh?n={n}")) for n in range(3)]
        await chat.wait_for(lambda message: FULL in message.text and message.reply_to == taken[0].message_id, 30)
        await asyncio.sleep(4)
        assert len(answers(chat)) == 1
        assert is_whole(disk.folder / "snapkeep.db")
        disk.make_room()
        await chat.wait_until(lambda: len(answers(chat)) == 4, 60)
        again = await chat.send_text(OWNER, OWNER, site.url("/zh?n=0"))
        await chat.wait_until(lambda: len(answers(chat)) == 5, 60)
        await asyncio.sleep(2)

    assert all(FULL in one.words and not PERMALINK.search(one.words) for one in refused), refused
    wanted = [before, *taken, again]
    assert sorted(one.reply_to for one in answers(chat)) == [one.message_id for one in wanted]
    assert len([one for one in chat.messages(OWNER) if one.sender_id != OWNER]) == len(wanted) + len(refused)
    assert is_whole(disk.folder / "snapkeep.db")


@pytest.mark.hostile
async def test_told_to_stop_on_a_full_disk_it_ends_in_time_and_goes_on_later(
    chat: LocalChat, site: Site, tmp_path: Path, disk: SmallDisk
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        sent = await chat.send_text(OWNER, OWNER, site.url("/slow?seconds=5"))
        await chat.wait_for(lambda message: "opening" in message.text, 20, chat_id=OWNER)
        disk.fill()
        async with asyncio.timeout(25):
            assert await service.stop() == 0, service.output
    disk.make_room()

    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        await chat.wait_until(lambda: answers(chat), 60)

    assert [one.reply_to for one in answers(chat)] == [sent.message_id]


async def test_start_on_a_full_disk_ends_in_one_line(chat: LocalChat, tmp_path: Path, disk: SmallDisk) -> None:
    disk.fill()

    environment = settings_for(tmp_path, free_port(), chat)
    process = await start_process("run", environment=environment, folder=tmp_path)
    output, _ = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert output.decode().strip().count("\n") == 0, output.decode()
    assert "No space left" in output.decode() or FULL in output.decode()
