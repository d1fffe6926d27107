"""One plain request through the gate and its answer back; connections stay open on both sides."""

import asyncio
from contextlib import suppress

import h11

from capture.egress.endpoint import Endpoint
from capture.egress.gate import Gate
from capture.egress.wire import Wire, WireError
from capture.errors import CaptureError, ConnectionFailed, NavigationTimeout
from capture.groups import TaskGroup

GATE_HEADER = b"x-snapkeep-gate"
_HOP_BY_HOP = {  # RFC 9110, 7.6.1; and what is between the client and us
    b"connection",
    b"expect",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
    GATE_HEADER,
}
LOOK_BACK_SECONDS = 2.0  # how often a stalled answer looks whether anybody still waits for it
_REPEATABLE = {b"GET", b"HEAD", b"OPTIONS"}
Headers = list[tuple[bytes, bytes]]


class Upstream:
    """A client connection's other half: at most one connection to a site, kept for the next request there."""

    def __init__(self, gate: Gate, client: Wire) -> None:
        self._gate = gate
        self._client = client
        self._wire: Wire | None = None
        self._endpoint: Endpoint | None = None
        self._patience: asyncio.Timeout | None = None

    async def exchange(self, request: h11.Request, endpoint: Endpoint, path: bytes) -> None:
        """Pass one request on and its answer back.

        Raises a `CaptureError` while the client has had no answer, `WireError` when it has had half of one.
        """
        if has_body(request):
            await self._exchange_with_body(request, endpoint, path)
        else:
            await self._relay_body(await self._ask(_forwarded(request, endpoint, path), endpoint))
        self._keep_or_close()

    def close(self) -> None:
        """End the connection towards the site."""
        if self._wire is not None:
            self._gate.release(self._wire.writer)
            self._wire.writer.transport.abort()
            self._wire = None

    async def _ask(self, head: h11.Request, endpoint: Endpoint) -> h11.Response:
        """Send a request without a body; once more, where a kept connection turns out to be dead."""
        if self._wire is not None and endpoint == self._endpoint and head.method in _REPEATABLE:
            with suppress(ConnectionFailed):
                return await self._send_and_receive(self._wire, head)
        wire = await self._connect(endpoint)
        return await self._send_and_receive(wire, head)

    async def _send_and_receive(self, wire: Wire, head: h11.Request) -> h11.Response:
        try:
            wire.gather(head, h11.EndOfMessage())
            await wire.flush()
        except WireError as error:
            raise ConnectionFailed(str(error)) from error
        return await self._receive_head(wire)

    async def _exchange_with_body(self, request: h11.Request, endpoint: Endpoint, path: bytes) -> None:
        """Send and receive at the same time: a site may answer before it has read the whole body."""
        wire = await self._connect(endpoint)
        failure: CaptureError | WireError | None = None
        async with TaskGroup() as group:
            sender = group.create_task(self._send_body(wire, _forwarded(request, endpoint, path)), name="request body")
            try:
                await self._relay_body(await self._receive_head(wire))
            except (CaptureError, WireError) as error:  # outside the group, which would wrap it
                failure = error
            sender.cancel()
        if failure is not None:
            raise failure

    async def _send_body(self, wire: Wire, head: h11.Request) -> None:
        """Pass the request on; where that breaks, the one who waits for the answer finds out."""
        with suppress(WireError):
            wire.gather(head)
            while isinstance(event := await self._next_of_body(wire), h11.Data):
                self._be_patient()
                wire.gather(event)
                await wire.flush()
            if isinstance(event, h11.EndOfMessage):
                wire.gather(h11.EndOfMessage())
                await wire.flush()
                self._be_patient()

    async def _next_of_body(self, wire: Wire) -> h11.Event | type[h11.PAUSED]:
        try:
            return await self._client.next_event()
        except WireError:
            wire.writer.transport.abort()  # half a request must not be taken for a whole one
            raise

    def _be_patient(self) -> None:
        """Begin the wait for the response's head anew, if it is still going on."""
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time() + self._gate.deadlines.head)

    async def _receive_head(self, wire: Wire) -> h11.Response:
        """Wait for the head of the answer, passing early hints on."""
        try:
            async with asyncio.timeout(self._gate.deadlines.head) as self._patience:
                while not isinstance(event := await wire.next_event(), h11.Response):
                    if not isinstance(event, h11.InformationalResponse):
                        raise ConnectionFailed("the site closed the connection without an answer")
                    await self._relay_hint(event)
                return event
        except TimeoutError as error:
            raise NavigationTimeout("the site did not answer in time") from error
        except WireError as error:
            raise ConnectionFailed(str(error)) from error
        finally:
            self._patience = None

    async def _relay_hint(self, hint: h11.InformationalResponse) -> None:
        if hint.status_code != 100 and self._client.http.their_http_version != b"1.0":
            headers = _end_to_end(hint)
            self._client.gather(h11.InformationalResponse(status_code=hint.status_code, headers=headers))
            await self._client.flush()

    async def _relay_body(self, response: h11.Response) -> None:
        """Pass the answer on as it comes; small ones leave in one piece."""
        wire, client = self._wire, self._client
        if wire is None:
            raise ConnectionFailed("the connection is gone")
        client.gather(_passed_back(response))
        try:
            while not isinstance(event := wire.poll(), h11.EndOfMessage):
                if isinstance(event, h11.Data):
                    client.gather(event)
                elif event is h11.NEED_DATA:
                    await client.flush()
                    await self._fill_while_wanted(wire)
                else:
                    raise WireError("the site broke off its answer")
            client.gather(h11.EndOfMessage())
        finally:
            await client.flush()

    async def _fill_while_wanted(self, wire: Wire) -> None:
        """Wait for more of the body, however long it takes, unless the client has left."""
        while not self._client.has_left:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_BACK_SECONDS):
                    return await wire.fill()
        raise WireError("the client has left")

    async def _connect(self, endpoint: Endpoint) -> Wire:
        self.close()
        reader, writer = await self._gate.connect(endpoint)
        self._wire = Wire(h11.CLIENT, reader, writer, self._gate.count)
        self._endpoint = endpoint
        return self._wire

    def _keep_or_close(self) -> None:
        if self._wire is not None and not self._wire.start_next_cycle():
            self.close()


def has_body(request: h11.Request) -> bool:
    """Whether a request brings a body along."""
    names = dict(request.headers)
    return b"transfer-encoding" in names or names.get(b"content-length", b"0") != b"0"


def _forwarded(request: h11.Request, endpoint: Endpoint, path: bytes) -> h11.Request:
    """Write the request as the client would have sent it to the site itself."""
    headers = [
        (b"Host", str(endpoint).removesuffix(":80").encode("ascii")),
        (b"Connection", b"keep-alive"),
        *((name, value) for name, value in _end_to_end(request) if name.lower() != b"host"),
    ]
    if b"transfer-encoding" in dict(request.headers):
        headers.append((b"Transfer-Encoding", b"chunked"))
    return h11.Request(method=request.method, target=path, headers=headers)


def _passed_back(response: h11.Response) -> h11.Response:
    headers = _end_to_end(response)
    return h11.Response(status_code=response.status_code, reason=response.reason, headers=headers)


def _end_to_end(message: h11.Request | h11.Response | h11.InformationalResponse) -> Headers:
    """Leave out what is meant for one hop only, with the spelling of the names kept."""
    dropped = set(_HOP_BY_HOP)
    for name, value in message.headers:
        if name == b"connection":
            dropped |= {option.strip().lower() for option in value.split(b",")} - {b"content-length", b"host"}
        elif name == b"transfer-encoding":
            dropped.add(b"content-length")  # the framing beside it wins
    return [(name, value) for name, value in message.headers.raw_items() if name.lower() not in dropped]
