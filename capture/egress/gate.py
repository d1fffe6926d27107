"""The gate of one capture: dials what the policy permits, counts what comes in, remembers what went wrong."""

import asyncio
from dataclasses import dataclass
from secrets import token_hex

from capture.egress.endpoint import Address, Endpoint, parse_authority, parse_endpoint
from capture.egress.policy import EgressPolicy
from capture.egress.resolver import Resolver, resolve
from capture.egress.wire import CHUNK_BYTES
from capture.errors import CaptureError, ConnectionFailed, NavigationTimeout, Refused, TooLarge

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

MAX_REMEMBERED = 500  # hosts of one capture; a page can name any number of them
ATTEMPT_SECONDS = 3.0  # for one address of several: a dead IPv6 route must not cost the whole deadline


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long the gate waits for others."""

    connect: float = 10.0  # for the name and the connection together
    head: float = 30.0  # for the head of a response, from the last byte of the request on


class Gate:
    """The only way out of one capture, and what happened on it."""

    def __init__(self, policy: EgressPolicy, resolver: Resolver, max_bytes: int, deadlines: Deadlines) -> None:
        self.policy = policy
        self.deadlines = deadlines
        self.address = ""  # "http://127.0.0.1:PORT", once it listens, for downloads of our own
        self.browser_address = ""  # the same as the browser sees it, which may live in another network
        self.token = token_hex(16)  # the `x-snapkeep-gate` header of answers that are the gate's and not the site's
        self.blocked: list[str] = []  # host:port of what was refused
        self.received_bytes = 0
        self.is_over_limit = False
        self._resolver = resolver
        self._max_bytes = max_bytes
        self._failures: dict[Endpoint, CaptureError] = {}
        self._answers: dict[str, tuple[Address, ...]] = {}  # what a name stood for, once it worked
        self._dialled: dict[Endpoint, str] = {}  # the address that took the last connection
        self._open: set[asyncio.StreamWriter] = set()

    def failure(self, host: str, port: int) -> CaptureError | None:
        """Why the last connection there did not come about; None where it did, or where none was tried."""
        if self.is_over_limit:
            return self._too_large()
        endpoint = parse_authority(f"[{host}]:{port}" if ":" in host and "[" not in host else f"{host}:{port}")
        return self._failures.get(endpoint) if endpoint is not None else None

    def server_address(self, url: str) -> str:
        """The address and port that were dialled for a URL's host: "192.0.2.1:443"; "" where none was reached."""
        endpoint = parse_endpoint(url)
        return self._dialled.get(endpoint, "") if endpoint is not None else ""

    def remember(self, endpoint: Endpoint, failure: CaptureError) -> None:
        """Keep why an endpoint could not be reached, within bounds."""
        if len(self._failures) < MAX_REMEMBERED or endpoint in self._failures:
            self._failures[endpoint] = failure
        spelled = str(endpoint)
        if isinstance(failure, Refused) and spelled not in self.blocked and len(self.blocked) < MAX_REMEMBERED:
            self.blocked.append(spelled)

    async def connect(self, endpoint: Endpoint) -> Streams:
        """Dial an endpoint at the very address that was checked; raise, and remember, a `CaptureError`."""
        try:
            streams = await self._connect_in_time(endpoint)
        except CaptureError as error:
            self.remember(endpoint, error)
            raise
        self._failures.pop(endpoint, None)
        return streams

    def adopt(self, writer: asyncio.StreamWriter) -> None:
        """Count a connection among those that are cut over the limit and when the gate closes."""
        self._open.add(writer)

    def release(self, writer: asyncio.StreamWriter) -> None:
        """Forget a connection that has been closed."""
        self._open.discard(writer)

    def count(self, received: int) -> None:
        """Account for bytes that came in from outside; over the limit everything is cut."""
        self.received_bytes += received
        if self.received_bytes > self._max_bytes and not self.is_over_limit:
            self.is_over_limit = True
            self.cut()

    def cut(self) -> None:
        """Break every connection at once."""
        for writer in self._open:
            writer.transport.abort()

    async def _connect_in_time(self, endpoint: Endpoint) -> Streams:
        if self.is_over_limit:
            raise self._too_large()
        try:
            async with asyncio.timeout(self.deadlines.connect):
                addresses = await resolve(endpoint, self.policy, self._ask_once)
                return await self._dial_any(endpoint, addresses)
        except TimeoutError as error:
            raise NavigationTimeout(f"{endpoint} did not take the connection in time") from error

    async def _ask_once(self, host: str) -> tuple[Address, ...]:
        """Resolve a name once for the whole capture: a second answer could be another one."""
        if host not in self._answers:
            answers = tuple(await self._resolver(host))
            if len(self._answers) >= MAX_REMEMBERED:
                return answers
            self._answers[host] = answers
        return self._answers[host]

    async def _dial_any(self, endpoint: Endpoint, addresses: tuple[Address, ...]) -> Streams:
        """Try the addresses in order; the one that answers is tried first from then on."""
        failure: OSError | None = None
        for address in addresses:
            patience = None if address is addresses[-1] else ATTEMPT_SECONDS
            try:
                async with asyncio.timeout(patience):
                    streams = await asyncio.open_connection(str(address), endpoint.port, limit=CHUNK_BYTES)
            except OSError as error:  # TimeoutError is one too
                failure = error
                continue
            if self.is_over_limit:  # reached while this connection was on its way
                streams[1].transport.abort()
                raise self._too_large()
            self.adopt(streams[1])
            self._prefer(endpoint.host, address)
            self._note_dialled(endpoint, address)
            return streams
        raise ConnectionFailed(f"{endpoint}: {failure}") from failure

    def _prefer(self, host: str, address: Address) -> None:
        answers = self._answers.get(host, ())
        if answers and answers[0] != address:
            self._answers[host] = (address, *(answer for answer in answers if answer != address))

    def _note_dialled(self, endpoint: Endpoint, address: Address) -> None:
        if len(self._dialled) < MAX_REMEMBERED or endpoint in self._dialled:
            self._dialled[endpoint] = str(Endpoint(str(address), endpoint.port))

    def _too_large(self) -> TooLarge:
        return TooLarge(f"more than {self._max_bytes} bytes came in")
