"""Makers of artifacts, one a file; `MAKERS` names them in the order in which they run."""

from capture.artifacts.file import FileMaker
from capture.artifacts.maker import ArtifactMaker, Made
from capture.artifacts.screenshot import ScreenshotMaker

MAKERS: tuple[ArtifactMaker, ...] = (ScreenshotMaker(), FileMaker())  # for the answer
LATE_MAKERS: tuple[ArtifactMaker, ...] = ()  # after the answer has gone out, while the page is still open

__all__ = ["LATE_MAKERS", "MAKERS", "ArtifactMaker", "Made"]
