"""What a page asks the network for: which document it shows, what is still under way, and whether it still lives."""

import asyncio
from collections import Counter
from contextlib import suppress

from playwright.async_api import Page, Request

from capture.egress.endpoint import parse_endpoint
from capture.errors import TlsFailed
from capture.net_errors import read_net_error

WAITED_FOR = frozenset({"document", "stylesheet", "image", "font", "script", "xhr", "fetch"})
LONG_POLL_SECONDS = 4.0  # an answer that takes longer than this is not meant to end
LOOK_SECONDS = 0.5  # requests also leave by growing old
MAX_UNPROVEN = 100  # servers that a receipt names
POLLS = 3  # how often one address is asked until it counts as polling, which never ends


class Traffic:
    """Follows one page's requests from before its first one."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._under_way: dict[Request, float] = {}
        self._ended = asyncio.Event()
        self._asked: Counter[str] = Counter()
        self.unproven: list[str] = []  # host:port of parts with which TLS failed
        self.documents: list[Request] = []  # of the main frame, every redirect hop one of its own
        self.has_crashed = False  # the process that runs the page has ended
        page.on("crash", self._note_crash)
        page.on("request", self._note_start)
        page.on("requestfinished", self._note_end)
        page.on("requestfailed", self._note_failure)

    def count_under_way(self) -> int:
        """Requests that the page's look may still depend on."""
        oldest = asyncio.get_running_loop().time() - LONG_POLL_SECONDS
        return sum(started > oldest for started in self._under_way.values())

    async def wait_quiet(self, seconds: float) -> float:
        """Wait until nothing that matters is under way, or the time is over; the seconds that it took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while self.count_under_way() and (left := began + seconds - loop.time()) > 0:
            self._ended.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK_SECONDS)):
                    await self._ended.wait()
        return loop.time() - began

    def _note_start(self, request: Request) -> None:
        if request.resource_type in WAITED_FOR and not self._is_polling(request):
            self._under_way[request] = asyncio.get_running_loop().time()
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self.documents.append(request)

    def _is_polling(self, request: Request) -> bool:
        if request.resource_type not in {"xhr", "fetch"}:
            return False
        address = request.url.partition("?")[0]
        self._asked[address] += 1
        return self._asked[address] > POLLS

    def _note_crash(self, _: Page) -> None:
        self.has_crashed = True
        self._ended.set()

    def _note_failure(self, request: Request) -> None:
        self._note_end(request)
        if issubclass(read_net_error(request.failure or ""), TlsFailed) and len(self.unproven) < MAX_UNPROVEN:
            server = str(parse_endpoint(request.url))
            if server not in self.unproven:
                self.unproven.append(server)

    def _note_end(self, request: Request) -> None:
        self._under_way.pop(request, None)
        self._ended.set()
