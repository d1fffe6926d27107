"""The plain download through the same gate, for what no browser shows. The only HTTP client in the house."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ada_url import join_url
from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
)
from yarl import URL

from capture.egress.endpoint import parse_endpoint
from capture.egress.exchange import GATE_HEADER
from capture.egress.gate import Gate
from capture.egress.policy import check_address
from capture.egress.wire import HEAD_BYTES
from capture.errors import (
    CaptureError,
    ConnectionFailed,
    NavigationTimeout,
    TlsFailed,
    TooLarge,
    Unreachable,
)

MAX_REDIRECTS = 10
_PLAIN: Mapping[str, str] = MappingProxyType({"User-Agent": "Snapkeep"})  # to browsers, t.co says where in a script
_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK_BYTES = 64 * 1024
_GATE_HEADER = GATE_HEADER.decode("ascii")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a plain request brought."""

    final_url: str
    status: int
    media_type: str  # lower-case, without parameters; empty where the site names none
    headers: Mapping[str, str]  # names in lower case
    content: bytes = field(repr=False)


async def download(
    gate: Gate, url: str, *, max_bytes: int, seconds: float, headers: Mapping[str, str] = _NO_HEADERS
) -> Downloaded:
    """Get one file, following redirects, each of them judged; raise a `CaptureError` where there is none."""
    session = ClientSession(
        cookie_jar=DummyCookieJar(),
        headers=headers,
        timeout=ClientTimeout(total=None),  # ours covers the redirects too
        max_line_size=HEAD_BYTES,
        max_field_size=HEAD_BYTES,
    )
    try:
        async with asyncio.timeout(seconds), session:
            return await _follow(session, gate, url, max_bytes)
    except TimeoutError as error:
        raise NavigationTimeout("the download took too long") from error


async def follow(gate: Gate, url: str, ask_next: Callable[[str], str | None]) -> str:
    """Where an address leads by redirects, as far as `ask_next` names something to ask; raise a `CaptureError`."""
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=_PLAIN, timeout=ClientTimeout(total=None)) as session:
        for _ in range(MAX_REDIRECTS):
            asked = ask_next(url)
            if asked is None:
                break
            check_address(asked, gate.policy)
            try:
                answer = await _get(session, gate, asked, _CHUNK_BYTES)
            except (ClientError, OSError, ValueError) as error:
                raise _translate(gate, asked, error) from error
            if isinstance(answer, Downloaded):
                break
            url = answer
    return url


async def _follow(session: ClientSession, gate: Gate, url: str, max_bytes: int) -> Downloaded:
    for _ in range(MAX_REDIRECTS + 1):
        check_address(url, gate.policy)
        try:
            answer = await _get(session, gate, url, max_bytes)
        except (ClientError, OSError, ValueError) as error:
            raise _translate(gate, url, error) from error
        if isinstance(answer, Downloaded):
            return answer
        url = answer
    raise Unreachable(f"more than {MAX_REDIRECTS} redirects")


async def _get(session: ClientSession, gate: Gate, url: str, max_bytes: int) -> Downloaded | str:
    """Ask for one address: what is there, or the address that it redirects to."""
    target = URL(url.partition("#")[0], encoded=True)
    async with session.get(target, proxy=gate.address, allow_redirects=False) as response:
        if response.headers.get(_GATE_HEADER) == gate.token:
            raise ClientError("the gate answered in place of the site")
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return join_url(url, location)
        content = await _read(response, max_bytes)
    headers = {name.lower(): value for name, value in response.headers.items()}
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return Downloaded(url, response.status, media_type, headers, content)


async def _read(response: ClientResponse, max_bytes: int) -> bytes:
    """Read a body, decoded, as long as it stays within the limit."""
    if (response.content_length or 0) > max_bytes:
        raise TooLarge(f"a file of {response.content_length} bytes")
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > max_bytes:
            raise TooLarge(f"a file of more than {max_bytes} bytes")
    return bytes(content)


def _translate(gate: Gate, url: str, error: Exception) -> CaptureError:
    """Say why there was no answer: the gate knows best, except about TLS, which it does not see."""
    endpoint = parse_endpoint(url)
    known = gate.failure(endpoint.host, endpoint.port) if endpoint is not None else None
    if known is not None:
        return known
    return TlsFailed(str(error)) if isinstance(error, ClientSSLError) else ConnectionFailed(str(error))
