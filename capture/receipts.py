"""The receipt of a capture: which way it went, who answered, and with what it was taken."""

import asyncio
import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import CDPSession, Request, Response
from playwright.async_api import Error as PlaywrightError

from capture.egress.gate import Gate
from capture.exchanges import Headers
from capture.room import user_agent
from capture.types import Certificate, Hop, Receipt
from capture.visit import Visit

ASK_SECONDS = 2.0
MAX_HOPS = 20
MAX_HEADERS = 100
MAX_VALUE = 4_000  # characters of one header
MAX_BLOCKED = 100


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The certificate that a server showed."""

    server: str  # host and port, as the address spells them
    sha256: str


async def take_fingerprint(session: CDPSession, url: str) -> Fingerprint | None:
    """The certificate with which a document came, asked for as soon as it begins to come; None without one.

    The browser remembers certificates only as long as this session follows the network, and with every event
    that it follows it takes our time: so it stops here.
    """
    server = urlsplit(url).netloc
    try:
        async with asyncio.timeout(ASK_SECONDS):
            answer = await session.send("Network.getCertificate", {"origin": f"https://{server}"})
            await session.send("Network.disable")
    except (TimeoutError, PlaywrightError):
        return None
    chain = [base64.b64decode(one) for one in answer["tableNames"]]  # the name is Chromium's; it holds DER
    return Fingerprint(server, sha256(chain[0]).hexdigest()) if chain else None


async def write_receipt(
    visit: Visit, begun_at: datetime, removed: Sequence[str] = (), fingerprint: Fingerprint | None = None
) -> Receipt:
    """Write down how a page was captured; what the browser does not tell in time stays empty."""
    room = visit.room
    documents = shown_documents(room.traffic.documents, visit.document.url)
    answer = documents[-1].existing_response if documents else None
    headers, certificate = await asyncio.gather(
        read_headers(answer), read_certificate(answer, visit.document.url, fingerprint)
    )
    chromium_version = room.chromium.browser.version
    return Receipt(
        hops=trace(documents, room.gate),
        headers=headers,
        certificate=certificate,
        user_agent=user_agent(chromium_version, is_mobile=visit.viewport.is_mobile),
        viewport=visit.viewport,
        begun_at=begun_at,
        finished_at=datetime.now(UTC),
        snapkeep_version=own_version(),
        chromium_version=chromium_version,
        received_bytes=room.gate.received_bytes,
        blocked=tuple(room.gate.blocked[:MAX_BLOCKED]),
        unproven=tuple(room.traffic.unproven),
        removed=tuple(removed),
    )


@cache
def own_version() -> str:
    """The version of the program that captures."""
    return version("snapkeep")


def shown_documents(documents: Sequence[Request], url: str) -> Sequence[Request]:
    """The main frame's requests up to the one whose answer the page shows."""
    address = urldefrag(url).url
    last = max((index for index, request in enumerate(documents) if request.url == address), default=-1)
    return documents[: last + 1] or documents


def trace(documents: Sequence[Request], gate: Gate) -> tuple[Hop, ...]:
    """The way to the document; where a page went in circles, its beginning and its end."""
    hops: list[Hop] = []
    for request in documents:
        response = request.existing_response
        hop = Hop(request.url, response.status if response else None, gate.server_address(request.url))
        if not hops or hops[-1] != hop:
            hops.append(hop)
    return (*hops[: MAX_HOPS - 1], hops[-1]) if len(hops) > MAX_HOPS else tuple(hops)


async def read_headers(response: Response | None) -> Headers:
    """The headers of an answer as the server sent them."""
    if response is None:
        return ()
    with suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(ASK_SECONDS):
            sent = await response.headers_array()
            return tuple((header["name"], header["value"][:MAX_VALUE]) for header in sent[:MAX_HEADERS])
    return tuple((name, value[:MAX_VALUE]) for name, value in [*response.headers.items()][:MAX_HEADERS])


async def read_certificate(response: Response | None, url: str, fingerprint: Fingerprint | None) -> Certificate | None:
    """With what the document's server proved that it is itself; None where it did not have to."""
    server = urlsplit(url).netloc
    if response is None or not url.startswith("https:"):
        return None
    try:
        async with asyncio.timeout(ASK_SECONDS):
            told = await response.security_details()
    except (TimeoutError, PlaywrightError):
        return None
    if told is None:
        return None
    return Certificate(
        sha256=fingerprint.sha256 if fingerprint and fingerprint.server == server else "",
        subject=told.get("subjectName") or "",
        issuer=told.get("issuer") or "",
        valid_from=read_moment(told.get("validFrom")),
        valid_until=read_moment(told.get("validTo")),
        protocol=told.get("protocol") or "",
    )


def read_moment(seconds: float | None) -> datetime | None:
    """A moment in a certificate; certificates may name any year."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (ValueError, OverflowError, OSError):
        return None
