"""Tracing: whatever is being done says of which snapshot it is, in every line of the log and in spans."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from bot.logs import about, subject
from models.tables import Snapshot


class Tracer(Protocol):
    """Hears what is done, and for how long."""

    def span(self, name: str, permalink: str, facts: Mapping[str, object]) -> AbstractContextManager[None]:
        """What is done in the block, in the trace of a permalink; without one, in that of what it is part of."""
        ...

    def record(self, name: str, begun_at: float, facts: Mapping[str, object], *, first_of: str = "") -> None:
        """What has been done since then; the first span of a permalink's trace, or a part of what is being done."""
        ...


class NoTracer:
    """Nobody wants to hear."""

    def span(self, name: str, permalink: str, facts: Mapping[str, object]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Done without a word."""
        return nullcontext()

    def record(self, name: str, begun_at: float, facts: Mapping[str, object], *, first_of: str = "") -> None:
        """Forgotten."""


NO_TRACER = NoTracer()


@contextmanager
def doing(tracer: Tracer, name: str, snapshot: Snapshot | None = None, **facts: str | int) -> Iterator[None]:
    """What happens in the block is about that snapshot."""
    its = {"snapshot": snapshot.id} if snapshot else {}
    with about(**its, **facts), tracer.span(name, snapshot.permalink if snapshot else "", subject()):
        yield


def note_first(tracer: Tracer, name: str, snapshot: Snapshot, begun_at: float) -> None:
    """Since then a snapshot was made: with that its trace begins."""
    tracer.record(name, begun_at, {**subject(), "snapshot": snapshot.id}, first_of=snapshot.permalink)


def note_part(tracer: Tracer, name: str, begun_at: float) -> None:
    """Since then a part was done of what is being done."""
    tracer.record(name, begun_at, subject())
