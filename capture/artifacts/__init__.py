"""Makers of artifacts, one a file; two tuples name them in the order in which they run."""

from capture.artifacts.article import ArticleMaker
from capture.artifacts.file import FileMaker
from capture.artifacts.maker import ArtifactMaker, Made
from capture.artifacts.page import PageMaker
from capture.artifacts.pdf import PdfMaker
from capture.artifacts.screenshot import ScreenshotMaker
from capture.artifacts.wacz import WaczMaker

MAKERS: tuple[ArtifactMaker, ...] = (ScreenshotMaker(), PageMaker(), FileMaker())  # for the answer
READERS: tuple[ArtifactMaker, ...] = (ArticleMaker(),)  # for the answer too, beside the others: another process works
LATE_MAKERS: tuple[ArtifactMaker, ...] = (PdfMaker(), WaczMaker())  # after the answer, while the page is open

__all__ = ["LATE_MAKERS", "MAKERS", "READERS", "ArtifactMaker", "Made"]
