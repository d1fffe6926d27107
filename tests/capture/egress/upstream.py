"""Loopback sites that answer byte by byte as a test says, and a policy and resolver that lead to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

from capture.egress import EgressPolicy, parse_networks, parse_ports
from capture.egress.endpoint import Address
from capture.egress.resolver import Resolver
from capture.errors import NameNotFound

POLICY = EgressPolicy(ports=parse_ports("1-65535"), allow=parse_networks("127.0.0.1/32"))
FORBIDDEN = "127.0.0.2"  # loopback as well, but not in POLICY.allow

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Upstream:
    """A site: where it listens, and what reached it."""

    port: int = 0
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)  # heads, as they came


@asynccontextmanager
async def open_upstream(script: Script | bytes, host: str = "127.0.0.1") -> AsyncIterator[Upstream]:
    """Serve a script, or the same bytes for every request on a connection."""
    site = Upstream()
    tasks: set[asyncio.Task[None]] = set()

    async def answer_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await read_head(reader):
            site.requests.append(head)
            writer.write(script if isinstance(script, bytes) else b"")
            await writer.drain()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        site.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.CancelledError):
            await (answer_each if isinstance(script, bytes) else script)(reader, writer)
        writer.close()
        tasks.discard(task)

    server = await asyncio.start_server(serve, host, 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0.01)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """Read up to the empty line; empty where the other end is done."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def names(**hosts: Sequence[str]) -> Resolver:
    """Resolve these names under .test: `names(site=["127.0.0.1"])` knows site.test."""

    async def resolver(host: str) -> Sequence[Address]:
        known = hosts.get(host.removesuffix(".test"))
        if known is None:
            raise NameNotFound(host)
        return [ip_address(address) for address in known]

    return resolver


@dataclass
class Client:
    """A client of the proxy that shows the bytes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, text: str, body: bytes = b"") -> bytes:
        """Send a request and read the head of the answer."""
        self.writer.write(text.replace("\n", "\r\n").encode() + body)
        async with asyncio.timeout(5):
            return await read_head(self.reader)

    async def get(self, url: str, method: str = "GET") -> bytes:
        return await self.ask(f"{method} {url} HTTP/1.1\nHost: as.the.client.says\n\n")

    async def connect(self, authority: str) -> bytes:
        return await self.ask(f"CONNECT {authority} HTTP/1.1\nHost: {authority}\n\n")

    async def read(self, size: int) -> bytes:
        async with asyncio.timeout(5):
            return await self.reader.readexactly(size)

    async def read_to_end(self) -> bytes:
        async with asyncio.timeout(5):
            return await self.reader.read(-1)


@asynccontextmanager
async def open_client(address: str) -> AsyncIterator[Client]:
    """Connect to a gate."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)
