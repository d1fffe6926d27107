"""Engines for tests that look at what happens while a capture runs."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from capture.fake import FakeEngine
from capture.types import Capture, CaptureRequest, OnStep, Step


class HeldEngine(FakeEngine):
    """An engine that opens a page and goes on when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.released: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        on_step(Step.OPENING)
        await self.released[request.url].wait()
        async with super().visit(request, on_step) as capture:
            yield capture
