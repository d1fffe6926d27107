"""A page that was opened and has come to rest: what the makers of artifacts work on."""

from dataclasses import dataclass, field

from capture.budget import Budget
from capture.navigate import Document
from capture.reader import Reader
from capture.recorder import Recorder
from capture.room import Room
from capture.types import CaptureResult, PageFacts, Viewport
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
    result: CaptureResult | None = None  # what the answer says, for what is made after it
    facts: PageFacts = field(default_factory=PageFacts)  # what the page says of itself
    reader: Reader | None = None  # who makes articles, where somebody does
