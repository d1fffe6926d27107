"""Makers of artifacts, one a file; `MAKERS` names them in the order in which they run."""

from capture.artifacts.file import FileMaker
from capture.artifacts.maker import ArtifactMaker, Made
from capture.artifacts.screenshot import ScreenshotMaker

MAKERS: tuple[ArtifactMaker, ...] = (ScreenshotMaker(), FileMaker())

__all__ = ["MAKERS", "ArtifactMaker", "Made"]
