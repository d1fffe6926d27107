"""The forward proxy on loopback through which one capture goes out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from socket import IPPROTO_TCP, TCP_NODELAY, create_server, socket

import h11

from capture.egress.endpoint import Endpoint, parse_authority
from capture.egress.exchange import GATE_HEADER, Upstream
from capture.egress.gate import Deadlines, Gate
from capture.egress.policy import EgressPolicy
from capture.egress.resolver import Resolver, open_system_resolver
from capture.egress.tunnel import run_tunnel
from capture.egress.wire import CHUNK_BYTES, Wire, WireError, hang_up
from capture.errors import CaptureError, NavigationTimeout, Refused

__all__ = ["Gate", "open_gate"]

MAX_BYTES = 100 * 1024 * 1024
DRAIN_SECONDS = 5.0
_BODIES = {403: b"Refused.\n", 502: b"No answer.\n", 504: b"No answer in time.\n"}


@asynccontextmanager
async def open_gate(
    policy: EgressPolicy,
    *,
    door: socket | None = None,
    resolver: Resolver | None = None,
    max_bytes: int = MAX_BYTES,
    deadlines: Deadlines | None = None,
) -> AsyncIterator[Gate]:
    """Listen for one capture, and at the door where its browser lives elsewhere; leaving ends every connection."""
    async with AsyncExitStack() as stack:
        if resolver is None:
            resolver = await stack.enter_async_context(open_system_resolver())
        gate = Gate(policy, resolver, max_bytes, deadlines or Deadlines())
        visitors = _Visitors(gate)
        stack.push_async_callback(visitors.dismiss)
        gate.address = gate.browser_address = await _listen(visitors, create_server(("127.0.0.1", 0)), stack)
        if door is not None:
            gate.browser_address = await _listen(visitors, door, stack)
        yield gate


async def _listen(visitors: "_Visitors", listener: socket, stack: AsyncExitStack) -> str:
    """Welcome visitors there until the stack is closed; the address as they spell it.

    asyncio sends small packets at once only on sockets that it made itself: without the option, which the accepted ones
    inherit, each TLS handshake through the gate waits 40 ms for an acknowledgement.
    """
    listener.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    server = await asyncio.start_server(visitors.welcome, sock=listener, limit=CHUNK_BYTES)
    stack.callback(server.close)
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


class _Visitors:
    """The connections that clients have open to the gate."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_over = False

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end; runs in the task that `start_server` made for it."""
        task = asyncio.current_task()
        if task is None or self._is_over:  # let in at the last moment, while the gate closed
            writer.transport.abort()
            return
        self._tasks.add(task)
        self._gate.adopt(writer)
        # Nobody waits for this task's result, and the server of Python 3.11 logs a cancelled one as an error.
        with suppress(asyncio.CancelledError):
            try:
                await _Visit(self._gate, reader, writer).serve()
            finally:
                writer.transport.abort()
                self._gate.release(writer)
                self._tasks.discard(task)

    async def dismiss(self) -> None:
        """End them all."""
        self._is_over = True
        self._gate.cut()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(set(self._tasks))


class _Visit:
    """One connection of a client: requests one after the other, or a tunnel."""

    def __init__(self, gate: Gate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._gate = gate
        self._client = Wire(h11.SERVER, reader, writer, lambda _: None)
        self._upstream = Upstream(gate, self._client)

    async def serve(self) -> None:
        """Answer requests until the client leaves or an answer breaks off."""
        try:
            with suppress(WireError):
                while isinstance(request := await self._client.next_event(), h11.Request):
                    if not await self._answer(request):
                        break
            await hang_up(self._client.writer)
        finally:
            self._upstream.close()

    async def _answer(self, request: h11.Request) -> bool:
        """Answer one request; False when the connection cannot be used for another."""
        if request.method == b"CONNECT":
            return await self._tunnel(request)
        endpoint, path = parse_target(request.target)
        try:
            if endpoint is None:
                raise Refused("not an absolute http address")  # answered like every other refusal
            await self._upstream.exchange(request, endpoint, path)
        except CaptureError as error:
            if endpoint is not None:
                self._gate.remember(endpoint, error)
            self._upstream.close()
            await self._decline(error, is_head=request.method == b"HEAD")
        return await self._finish_request()

    async def _tunnel(self, request: h11.Request) -> bool:
        """Open a tunnel and run it to its end, or say why not."""
        endpoint = parse_authority(request.target.decode("ascii"))
        if not isinstance(await self._client.next_event(), h11.EndOfMessage):
            return False
        try:
            if endpoint is None:
                raise Refused("not a host and port")  # answered like every other refusal
            upstream = await self._gate.connect(endpoint)
        except CaptureError as error:
            await self._decline(error, is_head=False)
            return self._client.start_next_cycle()
        try:
            self._client.gather(h11.Response(status_code=200, headers=[], reason=b"Connection established"))
            await self._client.flush()
            upstream[1].write(self._client.http.trailing_data[0])
            await run_tunnel((self._client.reader, self._client.writer), upstream, self._gate.count)
        finally:
            self._gate.release(upstream[1])
            upstream[1].transport.abort()
        return False

    async def _decline(self, error: CaptureError, *, is_head: bool) -> None:
        """Answer in place of the site: by kind of failure only, the same words whatever was refused."""
        status = 403 if isinstance(error, Refused) else 504 if isinstance(error, NavigationTimeout) else 502
        body = _BODIES[status]
        headers = [
            (b"Content-Type", b"text/plain; charset=utf-8"),
            (b"Content-Length", str(len(body)).encode("ascii")),
            (b"Cache-Control", b"no-store"),
            (GATE_HEADER, self._gate.token.encode("ascii")),
        ]
        self._client.gather(h11.Response(status_code=status, headers=headers))
        self._client.gather(*(() if is_head else (h11.Data(data=body),)), h11.EndOfMessage())
        await self._client.flush()

    async def _finish_request(self) -> bool:
        """Read what is left of a body that nobody wanted: hanging up on it would lose the answer."""
        if self._client.http.their_state is h11.SEND_BODY:
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    while isinstance(await self._client.next_event(), h11.Data):
                        pass
        return self._client.start_next_cycle()


def parse_target(target: bytes) -> tuple[Endpoint | None, bytes]:
    """Take the absolute form of a request's target apart: where to, and what to ask for there."""
    scheme, separator, rest = target.partition(b"://")
    if not separator or scheme.lower() != b"http":
        return None, b""
    cut = min((at for at in (rest.find(mark) for mark in (b"/", b"?")) if at >= 0), default=len(rest))
    path = rest[cut:]
    return parse_authority(rest[:cut].decode("ascii", "replace")), path if path[:1] == b"/" else b"/" + path
