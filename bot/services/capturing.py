"""Capturing: the only place that sees both siblings. The engine gets, the models keep."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

from bot.services.late import keep_late
from bot.services.ports import Ports
from bot.services.receipts import write_receipt
from bot.services.sameness import learn_addresses
from bot.services.storing import store_artifacts, store_resources
from capture.budget import GRACE_SECONDS
from capture.errors import CaptureError
from capture.types import Capture, CaptureRequest, CaptureResult, Engine, Label, OnStep, Viewport
from models.errors import StoreFull
from models.queue import Outcome, fail_snapshot, finish_snapshot, release_snapshot
from models.tables import Snapshot, Status

log = logging.getLogger(__name__)

MAX_BROWSER_FAILURES = 3  # a page that brings the browser down this often is given up
ALL_ATTEMPTS_SECONDS = 30.0  # beyond the limit of one capture: 90 s by default, in which all attempts end
WORTHWHILE_SECONDS = 5.0  # an attempt with less time than this is none
MAX_ATTEMPTS = 10  # so is one during which our own process died this often
DESKTOP_WINDOW = (1280, 800)
PHONE_WINDOW = (412, 915)  # a usual Android telephone
NO_VERDICT = ""  # the page may be fine: what went wrong is ours


def _nobody_waits() -> None:
    """On the command line the answer is printed in the end."""


async def capture_snapshot(
    snapshot: Snapshot,
    engine: Engine,
    ports: Ports,
    on_step: OnStep,
    seconds: float,
    on_kept: Callable[[], None] = _nobody_waits,
) -> Status:
    """Capture a claimed snapshot and write down how it ended; return its status, QUEUED where the disk is full.

    `on_kept` is called when the answer can go out: PDF and web archive are made after that.
    """
    if snapshot.attempt > MAX_ATTEMPTS:
        return await _give_up(snapshot, Label.TIMEOUT, "gave_up", ports)
    request = CaptureRequest(snapshot.url, seconds, viewport_of(snapshot))
    try:
        async with AsyncExitStack() as stack:
            capture = await _open(stack, engine, request, on_step)
            status, is_ours = await _keep(snapshot, capture, ports)
            on_kept()
            if is_ours and capture.late_kinds:
                await keep_late(snapshot.id, capture, ports)
            return status
    except CaptureError as error:
        log.info("capture failed", extra={"snapshot": snapshot.id, "code": error.code})
        log.debug("because of", exc_info=error)  # which names the address
        return await _give_up(snapshot, error.label, error.code, ports)
    except StoreFull:
        log.warning("no room for a snapshot", extra={"snapshot": snapshot.id})
        with suppress(StoreFull):  # not even for this: then its lease runs out
            await release_snapshot(snapshot)
        return Status.QUEUED


async def _open(stack: AsyncExitStack, engine: Engine, request: CaptureRequest, on_step: OnStep) -> Capture:
    """Open the page until the stack is closed; again where the browser broke down, in what is left of the time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + request.seconds + ALL_ATTEMPTS_SECONDS
    for attempt in range(1, MAX_BROWSER_FAILURES + 1):
        try:
            return await stack.enter_async_context(engine.visit(request, on_step))
        except CaptureError as error:
            left = end - loop.time() - GRACE_SECONDS
            if not error.is_retryable or attempt == MAX_BROWSER_FAILURES or left < WORTHWHILE_SECONDS:
                raise
            request = replace(request, seconds=min(request.seconds, left))
    raise AssertionError("the last attempt returns or raises")


def viewport_of(snapshot: Snapshot) -> Viewport:
    """The window that was asked for."""
    width, height = PHONE_WINDOW if snapshot.phone_view else DESKTOP_WINDOW
    return Viewport(width, height, is_mobile=snapshot.phone_view, is_dark=snapshot.dark_view)


async def _keep(snapshot: Snapshot, capture: Capture, ports: Ports) -> tuple[Status, bool]:
    """Store the bytes, then name them by rows; whether the snapshot was still ours to finish."""
    stored = await store_artifacts(capture.result.artifacts, ports.blobs)
    resources = await store_resources(capture.result.resources, ports.blobs)
    outcome = replace(describe(capture.result), pending=tuple(kind.value for kind in capture.late_kinds))
    is_ours = await finish_snapshot(snapshot, outcome, stored, ports.clock(), resources)
    if is_ours:
        ports.scales.grow()
        await learn_addresses(snapshot, capture.result)
    _log_end(snapshot, outcome.status, is_ours=is_ours)
    return outcome.status, is_ours


async def _give_up(snapshot: Snapshot, label: str, code: str, ports: Ports) -> Status:
    is_ours = await fail_snapshot(snapshot, label, code, ports.clock())
    _log_end(snapshot, Status.FAILED, is_ours=is_ours)
    return Status.FAILED


def _log_end(snapshot: Snapshot, status: Status, *, is_ours: bool) -> None:
    """Whoever has claimed the snapshot meanwhile writes down how it ends."""
    event = "snapshot finished" if is_ours else "capture discarded: the lease was lost"
    log.info(event, extra={"snapshot": snapshot.id, "status": status.value})


async def give_up_internally(snapshot: Snapshot, ports: Ports) -> None:
    """End a snapshot that a fault of our own has stopped."""
    await _give_up(snapshot, NO_VERDICT, "internal", ports)


def describe(result: CaptureResult) -> Outcome:
    """What the row says about a result."""
    facts = result.facts
    return Outcome(
        status=Status.PARTIAL if result.is_partial else Status.COMPLETE,
        label=result.label,
        captured_at=result.captured_at,
        final_url=result.final_url,
        http_status=result.http_status,
        title=facts.title,
        site=facts.site,
        language=facts.language,
        author=facts.author,
        published_at=facts.published_at,
        excerpt=facts.excerpt,
        text=facts.text,
        missing=tuple(failure.kind for failure in result.failures),
        receipt=write_receipt(result.receipt),
    )
