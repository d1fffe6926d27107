"""What goes into the reading of an article, and what comes out; plain values, for they cross into another process."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Readable:
    """What Readability made of the page, in the page."""

    html: str
    byline: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """A page as extractors get it. `body` is the raw answer, where the page itself did not let itself be read."""

    url: str
    html: str = ""
    readable: Readable | None = None
    body: bytes = b""
    charset: str = ""  # as the header says; only for the raw body
    title: str = ""  # what the page is called, as far as is known already
    site: str = ""
    author: str = ""
    published: str = ""  # ISO 8601
    language: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)  # address → SHA-256 of the bodies that were kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is to be read on a page."""

    document: str = ""  # a whole HTML document, sanitised; empty where there is nothing to read
    text: str = ""
    author: str = ""
    published: str = ""  # ISO 8601, or a day alone
    language: str = ""
    title: str = ""
    extractor: str = ""  # whose text it is
