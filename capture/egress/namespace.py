"""A network of the browser's own, in which our gates are all there is: the wall below the proxy."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")
ANSWER_SECONDS = 5.0

Door = socket.socket


class Namespace:
    """A running keeper; the sockets that it opens are ours, wherever they listen."""

    def __init__(self, keeper: Process, line: socket.socket, spaces: list[int]) -> None:
        self._keeper = keeper
        self._line = line
        self._spaces = spaces
        self._asking = asyncio.Lock()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where programs enter: the network, and the user namespace that owns it where there is one."""
        return tuple(f"/proc/{os.getpid()}/fd/{space}" for space in self._spaces)

    async def open_door(self) -> Door:
        """A socket that listens in there, and is served out here; raises `OSError`."""
        async with self._asking:
            return await asyncio.to_thread(self._ask)

    def _ask(self) -> Door:
        self._line.sendall(b".")
        _, handles, *_ = socket.recv_fds(self._line, 1, 1)
        if not handles:
            raise OSError("the keeper of the browser's network is gone")
        return socket.socket(fileno=handles[0])

    async def close(self) -> None:
        """Let the network go, with whatever is still in it."""
        self._line.close()
        for space in self._spaces:
            os.close(space)
        self._spaces.clear()
        with suppress(ProcessLookupError):
            self._keeper.kill()
        await self._keeper.wait()


async def open_namespace(uid: int) -> Namespace | None:
    """A network for the browser of this user (0: our own); None where this machine does not allow one."""
    ours, theirs = socket.socketpair()
    ours.settimeout(ANSWER_SECONDS)
    with theirs:
        command = (sys.executable, "-I", "-S", str(KEEPER), str(uid))
        keeper = await asyncio.create_subprocess_exec(
            *command, stdin=theirs.fileno(), stdout=DEVNULL, stderr=DEVNULL, env={}
        )
    try:
        _, spaces, *_ = await asyncio.to_thread(socket.recv_fds, ours, 1, 2)
    except OSError:
        spaces = []
    namespace = Namespace(keeper, ours, list(spaces))
    if spaces:
        return namespace
    await namespace.close()
    return None
