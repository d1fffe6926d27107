"""A long queue, with captures in a real browser (WAITING=50 for a short look)."""

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.conftest import FRIEND, OWNER
from tests.e2e.killing import SETTLE_SECONDS
from tests.e2e.queueing import delay_of_another, read_turns, send_links
from tests.e2e.service import free_port, run_service
from tests.e2e.test_crash import answers
from tests.site.server import Site

WAITING = int(os.environ.get("WAITING") or 1000)
SECONDS_A_LINK = 5
READY_SECONDS = 10.0  # for a start with all of them waiting


@pytest.mark.hostile
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600 + WAITING * SECONDS_A_LINK)
async def test_long_queue_is_fair_and_survives_a_kill(
    chat: LocalChat, site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, port = asyncio.get_running_loop().time, free_port()
    limits = {"ALLOWED_USERS": f"{OWNER},{FRIEND}", "MAX_WAITING": "10000", "MAX_PER_DAY": "10000"}
    async with run_service(tmp_path, chat, port=port, **limits) as service:
        sent = await send_links(chat, site, WAITING)
        await chat.wait_until(lambda: len(chat.messages(OWNER)) > WAITING // 2, WAITING * SECONDS_A_LINK)
        delay = await delay_of_another(chat, site, tmp_path, 60)
        await chat.wait_until(lambda: len(chat.messages(OWNER)) >= WAITING + len(sent), WAITING * SECONDS_A_LINK)
        await service.kill()
    waiting, started = sum(not turn.is_final for turn in read_turns(tmp_path)), clock()
    async with run_service(tmp_path, chat, port=port, **limits):
        ready = clock() - started
        await chat.wait_until(lambda: len(answers(chat)) >= WAITING, WAITING * SECONDS_A_LINK)
        await asyncio.sleep(SETTLE_SECONDS)
    turns, done = read_turns(tmp_path), Counter(answer.reply_to for answer in answers(chat))
    asked = Counter({message.message_id: message.text.count("http") for message in sent})
    with capsys.disabled():
        sys.stdout.write(
            f"\n{waiting} of {WAITING} links waiting at a kill -9: messages taken {ready:.1f} s after the start, "
            f"all answered after {clock() - started:.0f} s, {(asked - done).total()} lost, "
            f"{(done - asked).total()} answered twice; another's link waited for {delay} captures\n"
        )

    assert delay <= 2
    assert ready <= READY_SECONDS
    assert len(turns) == WAITING + 1  # the friend's
    assert all(turn.is_final for turn in turns)
    assert done == asked
