"""What a page asks the network for: which document it shows, and what is still under way."""

import asyncio

from playwright.async_api import Page, Request

WAITED_FOR = frozenset({"document", "stylesheet", "image", "font", "script", "xhr", "fetch"})
LONG_POLL_SECONDS = 4.0  # an answer that takes longer than this is not meant to end


class Traffic:
    """Follows one page's requests from before its first one."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._under_way: dict[Request, float] = {}
        self.documents: list[Request] = []  # of the main frame, every redirect hop one of its own
        page.on("request", self._note_start)
        page.on("requestfinished", self._note_end)
        page.on("requestfailed", self._note_end)

    def count_under_way(self) -> int:
        """Requests that the page's look may still depend on."""
        oldest = asyncio.get_running_loop().time() - LONG_POLL_SECONDS
        return sum(started > oldest for started in self._under_way.values())

    async def wait_quiet(self, seconds: float) -> bool:
        """Wait until nothing that matters is under way; whether that came about."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self.count_under_way():
            if loop.time() >= end:
                return False
            await asyncio.sleep(0.02)
        return True

    def _note_start(self, request: Request) -> None:
        if request.resource_type in WAITED_FOR:
            self._under_way[request] = asyncio.get_running_loop().time()
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self.documents.append(request)

    def _note_end(self, request: Request) -> None:
        self._under_way.pop(request, None)
