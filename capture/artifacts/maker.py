"""What a maker of artifacts promises."""

from dataclasses import dataclass
from typing import Protocol

from capture.extract.source import Article
from capture.types import Artifact, ArtifactFailure, ArtifactKind, PageFacts, Resource
from capture.visit import Visit


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker made of a page."""

    artifacts: tuple[Artifact, ...]
    was_cut_short: bool = False  # the page is larger than what was kept of it
    resources: tuple[Resource, ...] = ()  # what an artifact shows beside itself
    article: Article | None = None  # what was read, from which facts are made
    failures: tuple[ArtifactFailure, ...] = ()  # what belongs to it and could not be made
    facts: PageFacts | None = None  # what a file says of itself


class ArtifactMaker(Protocol):
    """Makes one kind of artifact, and what is derived from it."""

    @property
    def kind(self) -> ArtifactKind:
        """The kind that is missing where this maker fails."""
        ...

    def applies_to(self, visit: Visit) -> bool:
        """Whether a snapshot of this page should have such an artifact."""
        ...

    async def make(self, visit: Visit) -> Made:
        """Make it; TimeoutError, a CaptureError or the browser's own error where that fails."""
        ...
