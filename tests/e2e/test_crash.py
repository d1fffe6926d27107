"""Nothing acknowledged is lost: the program is killed for real, and started again over the same folder."""

import asyncio
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import free_port, run_service, settings_for, start_process
from tests.e2e.test_main_job import PERMALINK, is_answer, reply_to
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def answers(chat: LocalChat) -> list[Message]:
    """What stands finished in the owner's chat."""
    return [message for message in chat.messages(OWNER) if PERMALINK.search(message.words)]


async def test_sigterm_gives_the_capture_back_and_restart_finishes_it(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        await chat.send_text(OWNER, OWNER, site.url("/slow?seconds=4"))
        await chat.wait_for(lambda message: "opening" in message.text, 20, chat_id=OWNER)
        started = asyncio.get_running_loop().time()
        status = await service.stop()
        assert asyncio.get_running_loop().time() - started < 25
    assert status == 0

    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        await chat.wait_for(is_answer, 30, chat_id=OWNER)

    assert len(answers(chat)) == 1


async def test_answers_wait_out_an_outage_and_a_flood_limit(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)):
        chat.fail_next("editMessageMedia", 429, "Too Many Requests: retry after 2", {"retry_after": 2}, times=1)
        await chat.send_text(OWNER, OWNER, site.url("/short"))
        await chat.wait_until(lambda: chat.list_calls("sendMessage"), 20)
        chat.go_down()
        await asyncio.sleep(4)
        chat.come_back()
        await chat.wait_for(is_answer, 60, chat_id=OWNER)

    assert len(answers(chat)) == 1


async def test_library_kept_without_a_token_goes_to_whoever_claims_the_bot(
    chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    environment = settings_for(tmp_path, free_port(), None)
    process = await start_process("add", site.url("/short"), "--tag", "kept", environment=environment, folder=tmp_path)
    assert process.stdout is not None
    permalink = (await process.stdout.read()).decode().split()[-1]
    assert await process.wait() == 0

    async with run_service(tmp_path, chat) as service:
        claim = (await service.wait_for_line("?start=")).rpartition("=")[2]
        await chat.send_text(OWNER, OWNER, f"/start {claim}")
        await chat.wait_for(lambda message: message.sender_id != OWNER, 10, chat_id=OWNER)
        asked = await chat.send_text(OWNER, OWNER, "/find #kept")
        found = await reply_to(chat, asked)
        late = 555
        await chat.send_text(late, late, f"/start {claim}")
        refusal = await chat.wait_for(lambda message: message.sender_id != late, 10, chat_id=late)
        await chat.send_text(late, late, site.url("/zh"))

    assert permalink.rpartition("/")[2] in found.text
    assert "This link has been used" in refusal.text
    assert [message for message in chat.messages(late) if message.sender_id != late] == [refusal]
