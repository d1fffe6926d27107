"""The extractors, each behind the same face. Heavy to import: only the reading process does so."""

import logging
from collections.abc import Callable, Iterator

from lxml.etree import LxmlError
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import extract

from capture.extract.consensus import Candidate, cut_shingles, similarity
from capture.extract.source import PageSource

VAST_LENGTH = 1_000_000
VAST_TAGS = 40_000  # opening and closing ones
AGREEMENT = 0.95  # where two say the same, the others cost time and change nothing

# Extractors meet pages that nobody thought of. One that stumbles has nothing to say; the others do.
STUMBLES = (
    LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
    AssertionError,
)

log = logging.getLogger(__name__)


def list_candidates(source: PageSource) -> list[Candidate]:
    """What each extractor makes of a page, the one whose HTML is best first."""
    if is_vast(source.html):
        return [*run_readability(source), *attempt(run_resiliparse, source)]
    found = [*run_readability(source), *attempt(run_trafilatura, source)]
    if len(found) == 2 and similarity(*(cut_shingles(candidate.text) for candidate in found)) >= AGREEMENT:
        return found
    return [*found, *attempt(run_readability_lxml, source), *attempt(run_resiliparse, source)]


def is_vast(html: str) -> bool:
    """Whether extractors in Python would take many seconds: real articles are far smaller, tables of data are not."""
    return len(html) > VAST_LENGTH or html.count("<") > VAST_TAGS


def attempt(run: Callable[[PageSource], Candidate], source: PageSource) -> Iterator[Candidate]:
    """The candidate, unless the extractor stumbles or finds nothing."""
    try:
        candidate = run(source)
    except STUMBLES:
        log.debug("%s stumbled", run.__name__, exc_info=True)
        return
    if candidate.text.strip():
        yield candidate


def run_readability(source: PageSource) -> Iterator[Candidate]:
    """Mozilla's, which has run in the page already."""
    if source.readable is not None:
        text = to_text(source.readable.html)
        if text.strip():
            yield Candidate("readability", text, source.readable.html)


def run_trafilatura(source: PageSource) -> Candidate:
    """The best one alone; it gives text, for its HTML loses images, captions and half of the code."""
    # Fast: without its own rescue by justext and readability, which are here anyway; it costs half and 30 MB less.
    return Candidate("trafilatura", extract(source.html, url=source.url, include_comments=False, fast=True) or "")


def run_readability_lxml(source: PageSource) -> Candidate:
    """Readability's elder cousin in Python."""
    html = Document(source.html, url=source.url).summary(html_partial=True, keep_all_images=True)
    return Candidate("readability-lxml", to_text(html), html)


def run_resiliparse(source: PageSource) -> Candidate:
    """Rules and nothing else, in a millisecond."""
    return Candidate("resiliparse", extract_plain_text(source.html, main_content=True, alt_texts=False, links=False))


def to_text(html: str) -> str:
    """The text of a piece of HTML, a block a line."""
    return str(extract_plain_text(html, main_content=False, alt_texts=False, links=False))


def make_html(source: PageSource) -> str:
    """Trafilatura's HTML: the last resort, where no kind of Readability has understood the page."""
    html = extract(
        source.html,
        url=source.url,
        output_format="html",
        include_comments=False,
        include_images=True,
        include_links=True,
        fast=True,
    )
    return html or ""
