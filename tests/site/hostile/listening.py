"""A listener on loopback, and how it plays an answer that no honest server gives."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from ssl import SSLContext

from tests.site.hostile.answers import Answer

DRIP_SECONDS = 300.0
Serve = Callable[[StreamReader, StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listen(serve: Serve, host: str = "127.0.0.1", tls: SSLContext | None = None) -> AsyncIterator[str]:
    """Serve whoever comes; the host and port."""
    tasks: set[asyncio.Task[None]] = set()

    async def welcome(reader: StreamReader, writer: StreamWriter) -> None:
        if task := asyncio.current_task():
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError):
            async with asyncio.timeout(DRIP_SECONDS):
                await serve(reader, writer)
        writer.transport.abort()

    server = await asyncio.start_server(welcome, host, 0, ssl=tls)
    try:
        yield f"{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()


async def play(answer: Answer, writer: StreamWriter) -> None:
    """Send an answer, and go on as it has it."""
    writer.write(answer.content)
    await writer.drain()
    while answer.drip:
        writer.write(answer.drip)
        await writer.drain()
        await asyncio.sleep(answer.every_seconds)
    if answer.stays_open:
        await asyncio.sleep(DRIP_SECONDS)
    writer.close()
    await writer.wait_closed()
