"""A page that was opened and has come to rest: what the makers of artifacts work on."""

from collections.abc import Sequence
from dataclasses import dataclass

from capture.budget import Budget
from capture.exchanges import Exchange
from capture.navigate import Document
from capture.recorder import Recorder
from capture.room import Room
from capture.types import CaptureResult, Viewport
from capture.world import World


@dataclass(frozen=True, slots=True)
class Visit:
    """One page, ready to be kept."""

    room: Room
    world: World
    budget: Budget
    viewport: Viewport
    document: Document
    has_frames_below: bool
    max_height: int
    recorder: Recorder
    exchanges: Sequence[Exchange] = ()  # what went over the wire until now
    result: CaptureResult | None = None  # what the answer says, for what is made after it
