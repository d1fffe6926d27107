"""A page that was opened and has come to rest: what the makers of artifacts work on."""

from dataclasses import dataclass

from capture.budget import Budget
from capture.navigate import Document
from capture.room import Room
from capture.types import Viewport
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
