"""Spans for a collector of OpenTelemetry.

Nothing is handed from process to process: the trace of a snapshot has a number that follows from its permalink, so the
one that saves, the one that captures and the one that answers all know it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from typing import cast

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags

from bot import __version__

EXPORT_WITHIN = 3  # seconds; a collector that is away holds nothing up, the end neither
SAMPLED = TraceFlags(TraceFlags.SAMPLED)


class SnapshotIds:
    """Numbers of spans: by chance, but for the first span of a snapshot's trace."""

    def __init__(self) -> None:
        self._by_chance = RandomIdGenerator()
        self.wanted: SpanContext | None = None

    def generate_trace_id(self) -> int:
        """That of a trace that begins."""
        return self.wanted.trace_id if self.wanted else int(self._by_chance.generate_trace_id())

    def generate_span_id(self) -> int:
        """That of a span."""
        return self.wanted.span_id if self.wanted else int(self._by_chance.generate_span_id())

    def is_trace_id_random(self) -> bool:
        """Whether samplers may take a number for chance: a hash is as good."""
        return True


class OtlpTracer:
    """Makes spans, and sends them from a thread of its own."""

    def __init__(self, url: str, holder: str) -> None:
        self._ids = SnapshotIds()
        about_us = {"service.name": "snapkeep", "service.version": __version__, "service.instance.id": holder}
        self._provider = TracerProvider(resource=Resource.create(about_us), id_generator=cast("IdGenerator", self._ids))
        exporter = OTLPSpanExporter(endpoint=f"{url}/v1/traces", timeout=EXPORT_WITHIN)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("snapkeep", __version__)

    @contextmanager
    def span(self, name: str, permalink: str, facts: Mapping[str, object]) -> Iterator[None]:
        """What is done in the block, in the trace of a permalink; without one, in that of what it is part of."""
        place = _place(permalink)
        with self._tracer.start_as_current_span(
            name,
            place,
            attributes=_attributes(facts),
            links=_links(place),
            record_exception=False,  # whose text may name an address
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def record(self, name: str, begun_at: float, facts: Mapping[str, object], *, first_of: str = "") -> None:
        """What has been done since then; the first span of a permalink's trace, or a part of what is being done."""
        self._ids.wanted = first_span(first_of) if first_of else None
        try:
            span = self._tracer.start_span(
                name,
                Context() if first_of else None,
                start_time=round(begun_at * 1e9),
                attributes=_attributes(facts),
                links=_links(Context()) if first_of else [],
            )
        finally:
            self._ids.wanted = None
        span.end()

    def close(self) -> None:
        """Send what is left, for as long as one export may take."""
        self._provider.shutdown()


@asynccontextmanager
async def open_otlp(url: str, holder: str) -> AsyncIterator[OtlpTracer]:
    """A tracer for as long as the block runs."""
    tracer = OtlpTracer(url, holder)
    try:
        yield tracer
    finally:
        await asyncio.to_thread(tracer.close)


def first_span(permalink: str) -> SpanContext:
    """The first span of a snapshot's trace. A permalink opens a door, so its hash stands for it."""
    digest = sha256(b"trace of " + permalink.encode()).digest()
    return SpanContext(int.from_bytes(digest[:16]), int.from_bytes(digest[16:24]), is_remote=True, trace_flags=SAMPLED)


def _place(permalink: str) -> Context | None:
    """Below the first span of a permalink's trace, unless we are in that trace; None: where we are."""
    first = first_span(permalink)
    if not permalink or trace.get_current_span().get_span_context().trace_id == first.trace_id:
        return None
    return trace.set_span_in_context(NonRecordingSpan(first), Context())


def _links(place: Context | None) -> list[Link]:
    """From a span in another trace to what it is done for."""
    current = trace.get_current_span().get_span_context()
    return [Link(current)] if place is not None and current.is_valid else []


def _attributes(facts: Mapping[str, object]) -> dict[str, str | int]:
    return {f"snapkeep.{name}": value if isinstance(value, int) else str(value) for name, value in facts.items()}
