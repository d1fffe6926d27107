"""A CONNECT tunnel: bytes in both directions, counted on the way in, until either end is done."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from capture.egress.gate import Streams
from capture.egress.wire import CHUNK_BYTES, hang_up
from capture.groups import TaskGroup


async def run_tunnel(client: Streams, upstream: Streams, count: Callable[[int], None]) -> None:
    """Carry bytes until one end closes; the other is closed then too."""
    (from_client, to_client), (from_upstream, to_upstream) = client, upstream
    async with TaskGroup() as group:
        group.create_task(_copy(from_client, to_upstream, None), name="tunnel out")
        group.create_task(_copy(from_upstream, to_client, count), name="tunnel in")


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, count: Callable[[int], None] | None) -> None:
    """Copy to the end. Closing the sink ends the reading of the copy that goes the other way."""
    with suppress(OSError):
        while received := await source.read(CHUNK_BYTES):
            if count is not None:
                count(len(received))
            sink.write(received)
            await sink.drain()
    await hang_up(sink)
