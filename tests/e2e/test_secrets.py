"""The bot's token, looked for in everything that the running program says, keeps and shows of itself."""

import re
from pathlib import Path

import psutil
import pytest

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.service import run_service
from tests.site.server import Site

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def command_lines(pid: int) -> str:
    """What anybody on the machine reads in the list of processes."""
    process = psutil.Process(pid)
    return " ".join(word for one in (process, *process.children(recursive=True)) for word in one.cmdline())


async def test_the_token_is_nowhere(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    secret = chat.token.partition(":")[2]
    async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), LOG_LEVEL="debug") as service:
        await chat.send_text(OWNER, OWNER, site.url("/short"))
        await chat.wait_for(lambda message: "/s/" in message.words, 60, chat_id=OWNER)
        chat.fail_next("sendMessage", 400, "Bad Request: something that nobody foresaw")
        await chat.send_text(OWNER, OWNER, "/help")
        await service.wait_for_line("answer not sent")
        chat.go_down()
        shown = command_lines(service.process.pid)
        chat.come_back()
        await service.stop()
        said = "\n".join(service.output)
        replies = " ".join(message.words for message in chat.messages(OWNER))

    files = [file for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert "chrom" in shown  # the browser is in the list as well
    assert re.search(r"\b(WARNING|ERROR)\b", said), said  # there is something to look through
    assert any(file.name.startswith("snapkeep.db") for file in files)
    assert [file.name for file in files if secret.encode() in file.read_bytes()] == []
    assert secret not in shown
    assert secret not in said
    assert secret not in replies
