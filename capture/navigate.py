"""Open an address: the document that the network gave for it, or the error that says why there is none."""

import asyncio
from dataclasses import dataclass, replace
from email.message import Message
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request, Response
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from capture.budget import Budget
from capture.egress.proxy import Gate
from capture.errors import BrowserFailed, CaptureError, NavigationTimeout, TlsFailed
from capture.net_errors import read_net_error
from capture.room import Room

COMMIT_SECONDS = 30.0  # until the first byte of the document
GATE_HEADER = "x-snapkeep-gate"
ERROR_PAGE = "chrome-error://"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})


@dataclass(frozen=True, slots=True)
class Document:
    """The main document as the network gave it."""

    url: str
    status: int | None
    media_type: str  # lower-cased, without parameters
    file_name: str = ""  # as the server wants it to be called
    is_download: bool = False  # the browser cannot show it

    @property
    def is_html(self) -> bool:
        """Whether this is a page at all."""
        return not self.is_download and self.media_type in HTML_TYPES

    @property
    def is_file(self) -> bool:
        """Whether this is something else than a page, and was really there."""
        return not self.is_html and (self.status or 200) < 400


async def open_document(room: Room, url: str, budget: Budget) -> Document:
    """Go to the address and wait for the beginning of its document."""
    seconds = budget.soft(COMMIT_SECONDS)
    try:
        async with asyncio.timeout(seconds + 1):
            response = await room.page.goto(url, wait_until="commit", timeout=max(1.0, seconds * 1000))
    except (TimeoutError, PlaywrightTimeoutError) as error:
        raise NavigationTimeout("no document within the limit") from error
    except PlaywrightError as error:
        if "Download is starting" in error.message:
            return replace(await current_document(room, url, budget), is_download=True)
        if "interrupted by another navigation" not in error.message:
            raise explain(error.message, room.gate, last_url(room, url)) from error
        response = None
    return read_response(response, room, url) if response else await current_document(room, url, budget)


async def current_document(room: Room, asked_for: str, budget: Budget) -> Document:
    """The document that the page shows by now: it may have gone elsewhere by itself."""
    for request in reversed(room.traffic.documents):
        response = await find_response(request, budget)
        if response is not None:
            return read_response(response, room, asked_for)
        if request.failure and room.page.url.startswith(ERROR_PAGE):
            raise explain(request.failure, room.gate, request.url)
    return Document(asked_for, None, "")


async def find_response(request: Request, budget: Budget) -> Response | None:
    """The answer to a request, where there is one already; a body that broke off does not matter."""
    try:
        async with asyncio.timeout(budget.hard(2.0)):
            return await request.response()
    except (TimeoutError, PlaywrightError):
        return None


def read_response(response: Response, room: Room, asked_for: str) -> Document:
    """What an answer says of itself; an answer that the gate gave itself is an error."""
    if response.headers.get(GATE_HEADER) == room.gate.token:
        raise explain("net::ERR_TUNNEL_CONNECTION_FAILED", room.gate, response.url)
    return Document(
        with_fragment(response.url, room.page.url, asked_for),
        response.status,
        response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        find_file_name(response.headers.get("content-disposition", "")),
    )


def with_fragment(url: str, *spellings: str) -> str:
    """The network does not know what stands behind `#`; it is kept where the address is the same."""
    for spelling in spellings:
        address, fragment = urldefrag(spelling)
        if fragment and address == url:
            return spelling
    return url


def find_file_name(disposition: str) -> str:
    """The name that a Content-Disposition gives the file."""
    message = Message()
    message["Content-Disposition"] = disposition
    return message.get_filename("")


def last_url(room: Room, asked_for: str) -> str:
    """The last address that the main frame asked the network for."""
    return room.traffic.documents[-1].url if room.traffic.documents else asked_for


def explain(message: str, gate: Gate, url: str) -> CaptureError:
    """The error behind a failed navigation: the gate knows best, the browser's word is second."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    known = gate.failure(parts.hostname or "", port)
    kind = read_net_error(message)
    if known is not None and not issubclass(kind, TlsFailed | BrowserFailed):
        return known
    return kind(message.splitlines()[0])
