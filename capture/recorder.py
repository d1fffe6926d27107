"""Keeps what goes over the wire during one capture: bodies while the page loads, exact headers when somebody asks."""

import asyncio
from asyncio import PriorityQueue
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from urllib.parse import urldefrag

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Request, Response

from capture.egress.gate import Gate
from capture.exchanges import Exchange, Headers
from capture.groups import TaskGroup

CAPTURE_BYTES = 100 * 1024 * 1024
BODY_BYTES = 20 * 1024 * 1024
MAX_RECORDS = 5_000
FETCHERS = 4
BODY_SECONDS = 5.0
HEADER_SECONDS = 2.0

# What the page shows comes first, what only archives want comes last.
SHOWN = {"document": 0, "stylesheet": 0, "font": 1, "image": 1, "other": 2}
NOT_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Body:
    """What an address brought."""

    url: str  # the last one, where there were redirects
    content_type: str  # as the server sent it
    content: bytes = field(repr=False)
    resource_type: str = "other"  # Playwright's


@dataclass(slots=True, eq=False)
class Record:
    """One request, and how far its answer has come."""

    request: Request
    started_at: datetime
    body: bytes = field(default=b"", repr=False)
    is_complete: bool = False  # the body is all there is
    is_waiting: bool = False  # the body is being fetched
    request_headers: Headers | None = None
    response_headers: Headers | None = None

    @property
    def response(self) -> Response | None:
        """The answer, as far as the browser has told of it."""
        return self.request.existing_response


class Recorder:
    """Follows one page's requests, all its frames', from before its first one."""

    def __init__(self, page: Page, gate: Gate) -> None:
        self._gate = gate
        self._records: dict[Request, Record] = {}
        self._queue: PriorityQueue[tuple[int, int, Record]] = PriorityQueue()
        self._numbers = count()
        self._fetched = asyncio.Event()
        self._bytes = 0
        page.on("request", self._note_start)
        page.on("requestfinished", self._note_end)

    def bodies(self) -> dict[str, Body]:
        """Everything that is all there, by each address that leads to it."""
        found: dict[str, Body] = {}
        for record in self._records.values():
            request, response = record.request, record.response
            if record.is_complete and response is not None:
                content_type = response.headers.get("content-type", "")
                body = Body(request.url, content_type, record.body, request.resource_type)
                found.update(dict.fromkeys(addresses_of(request), body))
        return found

    async def wait_for_shown(self, seconds: float) -> None:
        """Wait until the bodies are here that the page shows, or the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while any(one.is_waiting and one.request.resource_type in SHOWN for one in self._records.values()):
                    self._fetched.clear()
                    await self._fetched.wait()

    async def collect(self, seconds: float) -> tuple[Exchange, ...]:
        """Everything so far in the order in which it was asked for, with headers as exact as the browser tells."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while any(one.is_waiting for one in self._records.values()):
                    self._fetched.clear()
                    await self._fetched.wait()
                async with TaskGroup() as tasks:
                    records = iter([*self._records.values()])
                    for _ in range(FETCHERS):
                        tasks.create_task(read_headers(records), name="exact headers")
        described = (self._describe(record) for record in [*self._records.values()])
        return tuple(exchange for exchange in described if exchange is not None)

    async def fetch_bodies(self) -> None:
        """Fetch bodies as they become available, until cancelled."""
        while True:
            _, _, record = await self._queue.get()
            try:
                await self._fetch(record)
            finally:
                record.is_waiting = False
                self._fetched.set()

    def _note_start(self, request: Request) -> None:
        if len(self._records) < MAX_RECORDS and request.url.startswith(("http:", "https:")):
            self._records[request] = Record(request, datetime.now(UTC))

    def _note_end(self, request: Request) -> None:
        record = self._records.get(request)
        if record is None or record.response is None or request.redirected_to is not None:
            return
        record.is_waiting = True
        self._queue.put_nowait((SHOWN.get(request.resource_type, NOT_SHOWN), next(self._numbers), record))

    async def _fetch(self, record: Record) -> None:
        response = record.response
        if response is None or self._is_too_much(announced_bytes(response)):
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await response.body()
        except (TimeoutError, PlaywrightError):  # the browser has let go of it
            return
        if self._is_too_much(len(body)):
            return
        self._bytes += len(body)
        record.body = body
        record.is_complete = True

    def _is_too_much(self, size: int) -> bool:
        return size > BODY_BYTES or self._bytes + size > CAPTURE_BYTES

    def _describe(self, record: Record) -> Exchange | None:
        request, response = record.request, record.response
        if response is None:
            return None
        is_redirect = request.redirected_to is not None
        return Exchange(
            url=request.url,
            method=request.method,
            request_headers=record.request_headers or tuple(request.headers.items()),
            status=response.status,
            reason=response.status_text,
            response_headers=record.response_headers or tuple(response.headers.items()),
            body=record.body,
            media_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
            resource_type=request.resource_type,
            started_at=record.started_at,
            request_body=request.post_data_buffer or b"",
            server_address=self._gate.server_address(request.url),
            is_cut=not record.is_complete and not is_redirect,
        )


@asynccontextmanager
async def record(page: Page, gate: Gate, tasks: TaskGroup) -> AsyncIterator[Recorder]:
    """Record what a page asks for, from now on and as long as the block runs."""
    recorder = Recorder(page, gate)
    fetchers = [tasks.create_task(recorder.fetch_bodies(), name="bodies") for _ in range(FETCHERS)]
    try:
        yield recorder
    finally:
        for fetcher in fetchers:
            fetcher.cancel()


def addresses_of(request: Request) -> list[str]:
    """The address of a request, and those that led to it."""
    addresses: list[str] = []
    hop: Request | None = request
    while hop is not None and len(addresses) < 20:
        addresses.append(urldefrag(hop.url).url)
        hop = hop.redirected_from
    return addresses


def announced_bytes(response: Response) -> int:
    """How large an answer says that it is; 0 where it does not say, or says nonsense."""
    announced = response.headers.get("content-length", "")
    return int(announced) if announced.isascii() and announced.isdecimal() and len(announced) < 16 else 0


async def read_headers(records: Iterator[Record]) -> None:
    """Ask for the headers as they went over the wire; several do so side by side, each taking the next record."""
    for record in records:
        response = record.response
        if response is None or record.response_headers is not None:
            continue
        with suppress(TimeoutError, PlaywrightError):
            async with asyncio.timeout(HEADER_SECONDS):
                sent = await record.request.headers_array()
                record.request_headers = tuple((one["name"], one["value"]) for one in sent)
                got = await response.headers_array()
                record.response_headers = tuple((one["name"], one["value"]) for one in got)
