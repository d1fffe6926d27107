"""Engines that fail or dawdle to order; what a sound one does is `capture.fake`'s business."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from capture.fake import FakeCapture, FakeEngine
from capture.types import Capture, CaptureRequest, CaptureResult, LateResult, OnStep, Step

STEPS = (Step.OPENING, Step.SETTLING, Step.PICTURE)


class FaultyEngine(FakeEngine):
    """Fails the same way for every address that contains a word, so many times."""

    def __init__(self, error: Callable[[], BaseException], word: str = "", times: int = 1_000_000) -> None:
        super().__init__()
        self._error = error
        self._word = word
        self._times = times

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        if self._word in request.url and self._times:
            self._times -= 1
            raise self._error()
        async with super().visit(request, on_step) as capture:
            yield capture


class LateEngine(FakeEngine):
    """Needs some seconds for what follows the answer."""

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        async with super().visit(request, on_step) as capture:
            yield SlowlyPrinted(capture.result, self._seconds)


class SlowlyPrinted(FakeCapture):
    """A capture whose paper comes slowly."""

    def __init__(self, result: CaptureResult, seconds: float) -> None:
        super().__init__(result)
        self._seconds = seconds

    async def make_late(self) -> LateResult:
        await asyncio.sleep(self._seconds)
        return await super().make_late()


class SteppingEngine(FakeEngine):
    """Reaches its steps after so many seconds each, over and over."""

    def __init__(self, *seconds: float) -> None:
        super().__init__()
        self._pauses = seconds

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        for number, seconds in enumerate(self._pauses):
            await asyncio.sleep(seconds)
            on_step(STEPS[number % 3])
        async with super().visit(request, ignore_step) as capture:
            yield capture


def ignore_step(_: Step) -> None:
    """Nobody watches."""
