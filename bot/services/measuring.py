"""What is counted about the work, for Prometheus: names, units and labels as its documentation asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter, time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.services.ports import Ports
from bot.services.tracing import NO_TRACER, Tracer, note_part
from capture.errors import CaptureError
from capture.types import Capture, CaptureRequest, Engine, Label, OnStep, Step
from models.counting import count_blobs, count_deliveries, count_links, measure_queue

CAPTURE_BUCKETS = (0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 90)  # seconds
BLOBS_EVERY = 300.0  # seconds: adding up all sizes reads a row for each file


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        mine = self.registry
        self.captures = Histogram(
            "snapkeep_capture_seconds",
            "From the claim to the answer.",
            ["label"],
            buckets=CAPTURE_BUCKETS,
            registry=mine,
        )
        self.steps = Histogram(
            "snapkeep_capture_step_seconds", "Each step of a capture.", ["step"], buckets=CAPTURE_BUCKETS, registry=mine
        )
        self.refusals = Counter("snapkeep_egress_refusals", "Connections that captures were refused.", registry=mine)
        self.telegram = Counter(
            "snapkeep_telegram_answers", "Answers of the Bot API.", ["method", "code"], registry=mine
        )
        self.queue = Gauge("snapkeep_queue_snapshots", "Snapshots that are not finished.", ["status"], registry=mine)
        self.queue_age = Gauge(
            "snapkeep_queue_oldest_seconds", "How long the oldest of them has waited.", registry=mine
        )
        self.deliveries = Gauge("snapkeep_deliveries_pending", "Answers that are not in their chat yet.", registry=mine)
        self.links = Gauge("snapkeep_links", "Links kept, those in the bin left out.", registry=mine)
        self.blobs = Gauge("snapkeep_blobs", "Different files kept.", registry=mine)
        self.blob_bytes = Gauge("snapkeep_blob_bytes", "Their size together.", registry=mine)
        self.browser_bytes = Gauge("snapkeep_browser_bytes", "Memory of the browser's processes (RSS).", registry=mine)
        self._blobs_counted_at = -BLOBS_EVERY

    def count_answer(self, method: str, code: str) -> None:
        """The Bot API has answered a call of that method so."""
        self.telegram.labels(method, code).inc()

    async def read(self, ports: Ports, browser_bytes: int) -> bytes:
        """All figures as Prometheus reads them."""
        queue = await measure_queue()
        for status, snapshots in queue.waiting.items():
            self.queue.labels(status).set(snapshots)
        oldest = queue.oldest_at
        self.queue_age.set((ports.clock() - oldest).total_seconds() if oldest else 0)
        self.deliveries.set(await count_deliveries(ports.bot_id))
        self.links.set(await count_links())
        self.browser_bytes.set(browser_bytes)
        await self._read_blobs()
        return generate_latest(self.registry)

    async def _read_blobs(self) -> None:
        if perf_counter() - self._blobs_counted_at < BLOBS_EVERY:
            return
        self._blobs_counted_at = perf_counter()
        files, size = await count_blobs()
        self.blobs.set(files)
        self.blob_bytes.set(size)


class MeasuredEngine(Engine):
    """An engine whose captures are timed and counted."""

    def __init__(self, engine: Engine, metrics: Metrics, tracer: Tracer = NO_TRACER) -> None:
        self._engine = engine
        self._tracer = tracer
        self._metrics = metrics

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        """Get one page; what is made late is not in the time."""
        watch = _Watch(self._metrics, self._tracer, on_step)
        try:
            async with self._engine.visit(request, watch.reach) as capture:
                watch.end(capture.result.label.value)
                self._metrics.refusals.inc(len(capture.result.blocked))
                yield capture
        except CaptureError as error:
            watch.end(error.label.value)
            if error.label is Label.BLOCKED:  # the page itself
                self._metrics.refusals.inc()
            raise


class _Watch:
    def __init__(self, metrics: Metrics, tracer: Tracer, on_step: OnStep) -> None:
        self._metrics = metrics
        self._tracer = tracer
        self._on_step = on_step
        self._began = self._step_began = perf_counter()
        self._step: Step | None = None
        self._has_ended = False

    def reach(self, step: Step) -> None:
        self._note_step()
        self._step, self._step_began = step, perf_counter()
        self._on_step(step)

    def end(self, label: str) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._note_step()
            self._metrics.captures.labels(label).observe(perf_counter() - self._began)

    def _note_step(self) -> None:
        if self._step is not None:
            seconds = perf_counter() - self._step_began
            self._metrics.steps.labels(self._step.value).observe(seconds)
            note_part(self._tracer, self._step.value, time() - seconds)
