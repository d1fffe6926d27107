"""Several processes over one PostgreSQL, and one folder or bucket of blobs, as on several machines."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.localchat import LocalChat
from tests.e2e.service import ROOT, STOP_SECONDS, free_port, settings_for
from tests.patience import until

ROLES = {"chat": "Telegram bot:", "web": "Permalinks:", "worker": "Captures:"}  # what each says when it is there
START_SECONDS = 60.0


@dataclass
class Member:
    """One process of the team; what it says goes into a file."""

    role: str
    process: Process
    port: int
    said: Path

    @property
    def root(self) -> str:
        """Where it answers: a worker and a chat only how they are."""
        return f"http://127.0.0.1:{self.port}"

    async def wait_until_there(self) -> None:
        """Return when it does its work."""
        await until(
            lambda: ROLES[self.role] in self.said.read_text() or self.process.returncode is not None, START_SECONDS
        )
        assert self.process.returncode is None, self.said.read_text()

    async def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            return await self.process.wait()


@dataclass
class Team:
    """All of them."""

    members: tuple[Member, ...]

    def of(self, role: str) -> list[Member]:
        """Those that do that."""
        return [member for member in self.members if member.role == role]


@asynccontextmanager
async def run_team(folder: Path, chat: LocalChat, url: str, *roles: str, **settings: str) -> AsyncIterator[Team]:
    """Start a process a role, and stop those that live in the end."""
    async with AsyncExitStack() as stack:
        members = []
        for number, role in enumerate(roles):
            member = await _start(folder, chat, url, role, number, settings)
            stack.push_async_callback(member.stop)
            members.append(member)
        for member in members:
            await member.wait_until_there()
        yield Team(tuple(members))


async def _start(folder: Path, chat: LocalChat, url: str, role: str, number: int, settings: dict[str, str]) -> Member:
    port = free_port()
    shared = {
        "DATABASE_URL": url,
        "BLOBS_URL": f"file://{folder / 'blobs'}",
        "PUBLIC_URL": "http://127.0.0.1:1",  # as if a proxy stood before all of the web
        "HEALTH_PORT": str(port),
    }
    environment = settings_for(folder / f"{role}{number}", port, chat, **(shared | settings))
    said = folder / f"{role}{number}.log"
    with said.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", role, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)},
            stdout=log, stderr=log,
        )  # fmt: skip
    return Member(role, process, port, said)
