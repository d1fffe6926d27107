"""The server behind the raw answers, and the canaries that count who comes where nobody may come."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.site.hostile.answers import ANSWERS, PAGE, Answer
from tests.site.hostile.bombs import BOMB_PARTS, find_bomb
from tests.site.hostile.documents import DOCUMENTS
from tests.site.hostile.hungry import HUNGRY
from tests.site.hostile.listening import listen, play
from tests.site.hostile.reaching import REACHES, Reach
from tests.site.hostile.redirects import LANDED, REDIRECTS
from tests.site.hostile.tls import TLS_PARTS

HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
CANARY_HOSTS = ("127.0.0.3", "::1")
WRITTEN = {**DOCUMENTS, **HUNGRY, **TLS_PARTS, **BOMB_PARTS}


@dataclass(slots=True)
class Canary:
    """Listens where no capture may come."""

    port: int = 0
    hits: int = 0

    @property
    def address(self) -> str:
        """As pages spell it."""
        return f"{CANARY_HOSTS[0]}:{self.port}"

    async def note(self, _: StreamReader, writer: StreamWriter) -> None:
        """Somebody came."""
        self.hits += 1
        writer.close()


@asynccontextmanager
async def open_canary(port: int = 0) -> AsyncIterator[Canary]:
    """A listener on each of the private addresses, at one port."""
    canary = Canary(port)
    async with AsyncExitStack() as stack:
        for host in CANARY_HOSTS:
            server = await stack.enter_async_context(await asyncio.start_server(canary.note, host, canary.port))
            canary.port = int(server.sockets[0].getsockname()[1])
        yield canary


@asynccontextmanager
async def open_raw_site(host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve all raw pages; the host and port."""
    async with listen(serve, host) as place:
        yield place


async def serve(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer one request, as its page has it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    path, _, canary = head.split(" ")[1].partition("?")
    answer = ANSWERS.get(path)
    if answer is None:
        written = await asyncio.to_thread(find_bomb, path) or write_redirect(path, canary) or write_page(path, canary)
        answer = Answer(frozenset(), written)
    await play(answer, writer)


def write_redirect(path: str, canary: str) -> bytes:
    """A redirect of the table, with the address of this server and of the canary where they belong; b"" for none."""
    if path == LANDED:
        return f"{HEAD}\r\n".encode() + PAGE
    status, headers = REDIRECTS.get(path, ("", ""))
    if not status:
        return b""
    here, _, private = canary.partition(",")
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n"
    return fill(head + headers.replace("{host}", here).replace("?AT", f"?{canary}"), private) + b"\r\n" + PAGE


def write_page(path: str, canary: str) -> bytes:
    """A page of the tables, with the canary's address where it belongs."""
    reach = REACHES.get(path)
    if reach is None and path not in WRITTEN:
        return b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    reach = reach or Reach(WRITTEN[path])
    text = (
        f"{reach.before}{HEAD}{reach.headers}\r\n<!doctype html><meta charset=utf-8><title>Hostile</title>{reach.body}"
    )
    return fill(text, canary)


def fill(text: str, canary: str) -> bytes:
    """Put the canary's address in."""
    port = canary.rpartition(":")[2]
    for before in ("//", ":", "@", ","):
        text = text.replace(f"{before}AT", f"{before}{canary}")
    return text.replace("PORT", port).encode()
