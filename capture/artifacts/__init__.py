"""Makers of artifacts, one a file; two tuples name them in the order in which they run."""

from capture.artifacts.file import FileMaker
from capture.artifacts.maker import ArtifactMaker, Made
from capture.artifacts.page import PageMaker
from capture.artifacts.pdf import PdfMaker
from capture.artifacts.screenshot import ScreenshotMaker
from capture.artifacts.wacz import WaczMaker

MAKERS: tuple[ArtifactMaker, ...] = (ScreenshotMaker(), PageMaker(), FileMaker())  # for the answer
LATE_MAKERS: tuple[ArtifactMaker, ...] = (PdfMaker(), WaczMaker())  # after the answer, while the page is open

__all__ = ["LATE_MAKERS", "MAKERS", "ArtifactMaker", "Made"]
