"""What a killed service leaves behind: nothing that runs, and no folder after the next start."""

import asyncio
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from bot.localchat import LocalChat
from capture.process import HOME_PREFIX
from tests.e2e.conftest import OWNER
from tests.e2e.service import run_service
from tests.site.hostile.raw import open_raw_site

GONE_SECONDS = 20.0


@pytest.mark.browser
@pytest.mark.slow
async def test_killed_service_leaves_no_process_and_no_profile(chat: LocalChat, tmp_path: Path) -> None:
    async with open_raw_site() as raw:
        async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as service:
            me = psutil.Process(service.process.pid)
            await chat.send_text(OWNER, OWNER, f"http://{raw}/worker-storm")
            await asyncio.to_thread(wait_for, "--type=renderer", me)
            family = me.children(recursive=True)
            profiles = find_profiles(me)
            await service.kill()
            _, alive = await asyncio.to_thread(psutil.wait_procs, family, timeout=GONE_SECONDS)

        assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
        assert profiles
        assert not any(profile.exists() for profile in profiles)
        async with run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER)) as again:
            await asyncio.to_thread(wait_for, "--headless", psutil.Process(again.process.pid))

        assert await asyncio.to_thread(find_homes, me.pid, again.process.pid) == []


def command_lines(process: psutil.Process) -> list[list[str]]:
    """Of all that descend from a process."""
    found = []
    for child in process.children(recursive=True):
        try:
            found.append(child.cmdline())
        except psutil.Error:  # just ended
            continue
    return found


def find_profiles(service: psutil.Process) -> set[Path]:
    """The folders that its browser writes into."""
    words = (word for line in command_lines(service) for word in line)
    return {Path(word.partition("=")[2]) for word in words if word.startswith("--user-data-dir=")}


def find_homes(*services: int) -> list[Path]:
    """What is left of the homes of their browsers."""
    return [home for pid in services for home in Path(tempfile.gettempdir()).glob(f"{HOME_PREFIX}{pid}-*")]


def wait_for(word: str, service: psutil.Process) -> None:
    """Until a process below the service was started with this word; the test's own time limit ends it."""
    while not any(word in line for line in command_lines(service)):
        time.sleep(0.1)
