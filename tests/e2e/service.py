"""The real program as a process: started, asked, killed."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.localchat import LocalChat

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
STOP_SECONDS = 30.0


@dataclass
class Service:
    """One running `snapkeep run`."""

    process: Process
    port: int
    environment: dict[str, str]
    output: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address of its web server."""
        return f"http://127.0.0.1:{self.port}"

    async def wait_for_line(self, part: str, seconds: float = START_SECONDS) -> str:
        """The first line of its output that contains a text."""
        for line in self.output:
            if part in line:
                return line
        stream = self.process.stdout
        assert stream is not None
        async with asyncio.timeout(seconds):
            while line := (await stream.readline()).decode():
                self.output.append(line.rstrip())
                if part in line:
                    return line.rstrip()
        raise AssertionError(f"{part!r} never came:\n" + "\n".join(self.output))

    async def kill(self) -> None:
        """kill -9, as the power cut does it; its browser is swept up, as a container's end would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        stream = self.process.stdout
        assert stream is not None
        async with asyncio.timeout(STOP_SECONDS):
            rest = (await stream.read()).decode()
            self.output += rest.splitlines()
            return await self.process.wait()


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(folder: Path, port: int, chat: LocalChat | None, **more: str) -> dict[str, str]:
    """The environment of a service with a data folder of its own."""
    values = {
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "EGRESS_ALLOW": "127.0.0.1/32",
        "EGRESS_PORTS": "1-65535",
        "MAX_WAITING": "50",
        **more,
    }
    if chat is not None:
        values |= {"TELEGRAM_API": chat.api_root, "TELEGRAM_TOKEN": chat.token}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {f"SNAPKEEP_{name}": value for name, value in values.items()}


async def start_process(*arguments: str, environment: dict[str, str], folder: Path) -> Process:
    """Start the program in a folder of its own, where no .env lies."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip


@asynccontextmanager
async def run_service(
    folder: Path, chat: LocalChat | None = None, *, port: int = 0, **settings: str
) -> AsyncIterator[Service]:
    """Start `snapkeep run`, wait until it takes messages, and stop it in the end."""
    port = port or free_port()
    environment = settings_for(folder, port, chat, **settings)
    process = await start_process("run", environment=environment, folder=folder)
    service = Service(process, port, environment)
    try:
        await service.wait_for_line("Permalinks:")
        yield service
    finally:
        await service.stop()
