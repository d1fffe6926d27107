"""One connection that speaks HTTP/1.1: asyncio's streams below, h11's grammar on top."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import h11

CHUNK_BYTES = 64 * 1024
HEAD_BYTES = 2 * 1024 * 1024  # Chromium's longest URL; very long queries are good links
HANG_UP_SECONDS = 30.0  # a busy browser reads slowly; what is on its way must still arrive


class WireError(Exception):
    """The other end is gone, or does not speak HTTP."""


class Wire:
    """Reads and writes events; writes are gathered until `flush`, so that a small answer is one packet."""

    def __init__(
        self,
        role: type[h11.CLIENT] | type[h11.SERVER],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        count: Callable[[int], None],
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.http = h11.Connection(role, max_incomplete_event_size=HEAD_BYTES)
        self._count = count
        self._gathered: list[bytes] = []

    @property
    def has_left(self) -> bool:
        """Whether the other end has closed, with everything that it sent taken."""
        return self.reader.at_eof()

    def poll(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Take the next event out of what has been received already."""
        try:
            return self.http.next_event()
        except h11.ProtocolError as error:
            raise WireError(str(error)) from error

    async def fill(self) -> None:
        """Wait for more bytes, or for the end."""
        try:
            received = await self.reader.read(CHUNK_BYTES)
        except OSError as error:
            raise WireError(str(error)) from error
        self._count(len(received))
        try:
            self.http.receive_data(received)
        except (h11.ProtocolError, RuntimeError) as error:  # RuntimeError: bytes after the end of a message
            raise WireError(str(error)) from error

    async def next_event(self) -> h11.Event | type[h11.PAUSED]:
        """Wait for the next event."""
        while (event := self.poll()) is h11.NEED_DATA:
            if self.http.they_are_waiting_for_100_continue:
                self.gather(h11.InformationalResponse(status_code=100, headers=[]))
                await self.flush()
            await self.fill()
        return event  # type: ignore[return-value]  # mypy cannot narrow a class by identity

    def gather(self, *events: h11.Event) -> None:
        """Write events into the next flush."""
        try:
            for event in events:
                self._gathered.extend(self.http.send_with_data_passthrough(event) or ())
        except h11.ProtocolError as error:
            raise WireError(str(error)) from error

    async def flush(self) -> None:
        """Send what was gathered; waits while the other end reads too slowly."""
        if not self._gathered:
            return
        gathered, self._gathered = self._gathered, []
        self.writer.write(b"".join(gathered) if len(gathered) > 1 else gathered[0])
        try:
            await self.writer.drain()
        except OSError as error:
            raise WireError(str(error)) from error

    def start_next_cycle(self) -> bool:
        """Make ready for the next request, if both sides keep the connection."""
        if self.http.our_state is not h11.DONE or self.http.their_state is not h11.DONE:
            return False
        self.http.start_next_cycle()
        return True


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close a connection once what was written is out; not forever, and without a word where it broke."""
    writer.close()
    with suppress(OSError):  # TimeoutError is one too
        async with asyncio.timeout(HANG_UP_SECONDS):
            await writer.wait_closed()
    writer.transport.abort()
