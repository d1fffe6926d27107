"""Starting and stopping the real program: what it says where it cannot, and how soon it is gone."""

import asyncio
import signal
from asyncio.subprocess import Process
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service, free_port, run_service, settings_for, start_process
from tests.patience import until_found
from tests.site.server import Site

pytestmark = [pytest.mark.slow]

FAIL_SECONDS = 20.0
STOP_SECONDS = 25.0


async def run_to_end(folder: Path, environment: dict[str, str], *arguments: str) -> tuple[int, list[str]]:
    """Run the program until it ends by itself; its status and what it printed."""
    process = await start_process(*(arguments or ("run",)), environment=environment, folder=folder)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(FAIL_SECONDS):
            printed = (await process.stdout.read()).decode()
            return await process.wait(), printed.splitlines()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ask(address: str) -> tuple[int, object]:
    async with ClientSession() as web, web.get(address) as answer:
        return answer.status, await answer.json()


async def is_ready(service: Service) -> bool:
    return (await ask(f"{service.root}/readyz"))[0] == 200


async def stop(process: Process, number: int = signal.SIGTERM) -> int:
    process.send_signal(number)
    async with asyncio.timeout(STOP_SECONDS):
        return await process.wait()


@pytest.mark.browser
async def test_wrong_token_is_one_line(chat: LocalChat, tmp_path: Path) -> None:
    environment = settings_for(tmp_path, free_port(), chat, ALLOWED_USERS=str(OWNER))
    environment["SNAPKEEP_TELEGRAM_TOKEN"] = "123456:this-is-not-the-token-of-this-chat"

    status, lines = await run_to_end(tmp_path, environment)

    assert status == 1
    assert len(lines) == 1
    assert lines[0].startswith("SNAPKEEP_TELEGRAM_TOKEN: Telegram does not know this token")


async def test_token_that_is_none_is_one_line(tmp_path: Path) -> None:
    environment = settings_for(tmp_path, free_port(), None, TELEGRAM_TOKEN="not-a-token")

    status, lines = await run_to_end(tmp_path, environment)

    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith("SNAPKEEP_TELEGRAM_TOKEN: ")


async def test_missing_browser_is_one_line(chat: LocalChat, tmp_path: Path) -> None:
    environment = settings_for(tmp_path, free_port(), chat, BROWSER="no-such-browser")

    status, lines = await run_to_end(tmp_path, environment)

    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith("SNAPKEEP_BROWSER: no browser at no-such-browser")


@pytest.mark.browser
async def test_taken_port_is_one_line(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    status, lines = await run_to_end(tmp_path, settings_for(tmp_path, site.port, chat))

    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith(f"SNAPKEEP_PORT: cannot listen on 127.0.0.1:{site.port}")


async def test_folder_that_cannot_be_written_is_one_line(chat: LocalChat, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in its place, which stops root too")

    status, lines = await run_to_end(tmp_path, settings_for(tmp_path, free_port(), chat))

    assert (status, len(lines)) == (1, 1)
    assert lines[0].startswith("SNAPKEEP_DATA_DIR: cannot write to ")


async def test_all_mistakes_in_the_settings_are_said_at_once(tmp_path: Path) -> None:
    environment = settings_for(tmp_path, free_port(), None, COLOUR="red", CAPTURES="many")

    status, lines = await run_to_end(tmp_path, environment)

    assert status == 1
    assert [line.partition(":")[0] for line in lines] == ["SNAPKEEP_COLOUR", "SNAPKEEP_CAPTURES"]


@pytest.mark.browser
async def test_sigterm_ends_an_idle_service_soon_and_well(chat: LocalChat, tmp_path: Path) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        await until_found(partial(is_ready, service), 20)
        status, document = await ask(f"{service.root}/readyz")
        started = asyncio.get_running_loop().time()

        ended = await stop(service.process)

        assert (status, ended) == (200, 0)
        checks = {"browser": "ok", "database": "ok", "files": "ok"}
        assert document == {"status": "ready", "failing": [], "checks": checks}
        assert asyncio.get_running_loop().time() - started < 10


@pytest.mark.browser
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_in_the_middle_of_an_outage_ends_the_service(
    chat: LocalChat, site: Site, tmp_path: Path, number: int
) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        await chat.send_text(OWNER, OWNER, site.url("/slow?seconds=20"))
        await chat.wait_for(lambda message: message.sender_id != OWNER, 10, chat_id=OWNER)
        chat.go_down()

        assert await stop(service.process, number) == 0


@pytest.mark.browser
async def test_signal_before_telegram_was_reached_ends_the_service(chat: LocalChat, tmp_path: Path) -> None:
    chat.go_down()
    environment = settings_for(tmp_path, free_port(), chat)
    process = await start_process("run", environment=environment, folder=tmp_path)
    assert process.stdout is not None
    async with asyncio.timeout(FAIL_SECONDS):
        line = (await process.stdout.readline()).decode()

    assert "Telegram cannot be reached" in line
    assert await stop(process) == 0


@pytest.mark.browser
async def test_second_service_over_the_same_folder_is_sent_away(chat: LocalChat, tmp_path: Path) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        status, lines = await run_to_end(tmp_path, settings_for(tmp_path, free_port(), chat))

        assert (status, len(lines)) == (1, 1)
        assert lines[0].startswith(f"SNAPKEEP_DATA_DIR: another Snapkeep (process {service.process.pid}) serves")
        assert (await ask(f"{service.root}/healthz"))[0] == 200


@pytest.mark.browser
async def test_single_commands_work_beside_a_running_service(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
        status, added = await run_to_end(tmp_path, service.environment, "add", site.url("/short"), "--tag", "beside")
        found_status, found = await run_to_end(tmp_path, service.environment, "find", "#beside")
        asked = await chat.send_text(OWNER, OWNER, "/find #beside")
        answer = await chat.wait_for(lambda message: message.reply_to == asked.message_id, 10, chat_id=OWNER)

    assert (status, found_status) == (0, 0)
    (permalink,) = added
    assert permalink in "\n".join(found)
    assert permalink in answer.text


@pytest.mark.browser
async def test_token_is_nowhere_in_what_is_printed(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), LOG_LEVEL="debug", LOG_FORMAT="json") as service:
        chat.fail_next("sendMessage", 500, "Internal Server Error")
        chat.drop_after_accept("editMessageMedia")
        await chat.send_text(OWNER, OWNER, site.url("/short"))
        await chat.wait_for(lambda message: bool(message.photo_group), 40, chat_id=OWNER)
        chat.go_down()
        await asyncio.sleep(1)
        await service.stop()

    printed = "\n".join(service.output)
    assert '"message"' in printed
    assert chat.token not in printed
    assert chat.token.partition(":")[2] not in printed
