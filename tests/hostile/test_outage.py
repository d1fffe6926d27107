"""Telegram is away for long, and the program is killed meanwhile (OUTAGE=1800 for the half hour that is promised)."""

import asyncio
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.killing import FINAL, SETTLE_SECONDS
from tests.e2e.queueing import read_turns
from tests.e2e.service import Service, free_port, run_service, settings_for, start_process
from tests.e2e.test_crash import answers
from tests.patience import until
from tests.site.server import Site

OUTAGE = float(os.environ.get("OUTAGE") or 120)
BEFORE, MEANWHILE = 5, 5  # links sent before it, and while it lasts
SOON = 60.0
WITHIN = 60.0  # seconds: half a minute of a pause, and the captures of what was sent meanwhile
QUIET = {"ALLOWED_USERS": str(OWNER), "LOG_LEVEL": "warning"}  # nobody reads what it says for half an hour


@dataclass(frozen=True, slots=True)
class Outage:
    """What came of it."""

    resumed: float  # seconds from its end to the first answer
    caught_up: float  # and to the last one
    in_order: list[int]  # the messages that asked before it, as they were answered
    times: Counter[int | None]  # answered how often, by the message that asked


@pytest.mark.hostile
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300 + OUTAGE)
async def test_outage_is_waited_out_over_a_kill_and_each_link_is_answered_once_and_in_order(
    chat: LocalChat, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    async with run_service(tmp_path, chat, port=port, **QUIET) as service:
        before = [await send(chat, site, number) for number in range(BEFORE)]
        await until(lambda: count_acknowledged(tmp_path) == BEFORE, SOON)
        chat.go_down()
        meanwhile = [await send(chat, site, number) for number in range(BEFORE, BEFORE + MEANWHILE)]
        await until(lambda: all(turn.status in FINAL for turn in read_turns(tmp_path)), SOON)
        await asyncio.sleep(OUTAGE / 2)
        await service.kill()
    answered_too_early = answers(chat)
    async with start_without_telegram(tmp_path, chat, port):
        await asyncio.sleep(OUTAGE / 2)
        outage = await come_back(chat, [*before, *meanwhile])
    with capsys.disabled():
        sys.stdout.write(
            f"\nTelegram away for {OUTAGE:.0f} s, kill -9 in the middle: first answer {outage.resumed:.1f} s after its "
            f"end, all {len(before) + len(meanwhile)} after {outage.caught_up:.1f} s; "
            f"{sum(not outage.times[one.message_id] for one in (*before, *meanwhile))} lost, "
            f"{sum(times > 1 for times in outage.times.values())} answered twice\n"
        )

    assert answered_too_early == []
    assert outage.in_order == [message.message_id for message in before]
    assert outage.times == {message.message_id: 1 for message in (*before, *meanwhile)}
    assert outage.caught_up <= WITHIN
    assert len(of_the_bot(chat)) == BEFORE + MEANWHILE, "no acknowledgement was left behind"


async def send(chat: LocalChat, site: Site, number: int) -> Message:
    """A page that is captured when the outage has begun."""
    return await chat.send_text(OWNER, OWNER, site.url(f"/slow?seconds=3&n={number}"))


def of_the_bot(chat: LocalChat) -> list[Message]:
    """All that it has said."""
    return [message for message in chat.messages(OWNER) if message.sender_id != OWNER]


def count_acknowledged(folder: Path) -> int:
    """How many acknowledgements are written down: one whose number was never heard cannot be found again."""
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        (count,) = database.execute("SELECT count(message_id) FROM deliveries").fetchone()
    return int(count)


@asynccontextmanager
async def start_without_telegram(folder: Path, chat: LocalChat, port: int) -> AsyncIterator[None]:
    """The program, started while Telegram is away: it waits."""
    environment = settings_for(folder, port, chat, **QUIET)
    process = await start_process("run", environment=environment, folder=folder)
    service = Service(process, port, environment)
    try:
        await service.wait_for_line("Telegram cannot be reached")
        yield
    finally:
        await service.stop()


async def come_back(chat: LocalChat, sent: list[Message]) -> Outage:
    """End the outage, and watch the answers arrive."""
    clock = asyncio.get_running_loop().time
    chat.come_back()
    ended_at, heard_of = clock(), len(chat.list_calls("editMessageMedia"))
    await chat.wait_until(lambda: answers(chat), 2 * WITHIN)
    resumed = clock() - ended_at
    await chat.wait_until(lambda: len(answers(chat)) >= len(sent), 2 * WITHIN)
    caught_up = clock() - ended_at
    await asyncio.sleep(SETTLE_SECONDS)
    asked = {message.message_id: message.reply_to for message in of_the_bot(chat)}
    edits = [asked[int(call.params["message_id"])] for call in chat.list_calls("editMessageMedia")[heard_of:]]
    before = {message.message_id for message in sent[:BEFORE]}
    return Outage(
        resumed,
        caught_up,
        [one for one in edits if one in before],
        Counter(message.reply_to for message in answers(chat)),
    )
