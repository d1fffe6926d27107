"""What crosses the border of `capture`: a request goes in, a result comes out."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from capture.exchanges import Headers


class Step(StrEnum):
    """Where a running capture is; shown to the person who waits."""

    OPENING = "opening"
    SETTLING = "settling"
    PICTURE = "picture"


class Label(StrEnum):
    """What the page turned out to be, said honestly."""

    OK = "ok"
    HTTP_ERROR = "http_error"
    LOGIN_WALL = "login_wall"
    BOT_CHECK = "bot_check"
    BLANK = "blank"
    NOT_HTML = "not_html"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"


class ArtifactKind(StrEnum):
    """What a capture can leave behind."""

    SCREENSHOT = "screenshot"
    PHOTO = "photo"  # the legible top of the screenshot, within what Telegram takes as a photo
    THUMB = "thumb"
    ARTICLE = "article"
    PAGE = "page"
    PDF = "pdf"
    WACZ = "wacz"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Viewport:
    """The window a page is seen through; CSS pixels."""

    width: int = 1280
    height: int = 800
    is_mobile: bool = False
    is_dark: bool = False

    @property
    def density(self) -> int:
        """Pixels of the picture for each of CSS: 412 alone could not be read on a telephone."""
        return 2 if self.is_mobile else 1


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """One page to get."""

    url: str
    seconds: float = 60.0  # the soft limit: what is there by then is kept as partial
    viewport: Viewport = field(default_factory=Viewport)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One thing a capture made; width and height in pixels where it is a picture."""

    kind: ArtifactKind
    media_type: str
    content: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A body that the archived page names by its hash: a picture, a style sheet, a font."""

    url: str  # where it came from; empty where we made it
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ArtifactFailure:
    """An artifact that could not be made, and the code that says why."""

    kind: ArtifactKind
    code: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself. Nothing here is trusted: it is the site's own text, without control characters."""

    title: str = ""
    site: str = ""
    language: str = ""  # BCP 47, lower-cased primary tag: "en", "zh"
    author: str = ""
    published_at: datetime | None = None
    excerpt: str = ""
    text: str = field(default="", repr=False)  # the visible text, for the index
    canonical_url: str = ""  # what it calls its own address, where it does so once and without contradiction


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way to the document: what it answered, and who answered."""

    url: str
    status: int | None = None  # None where the answer is not known
    server_address: str = ""  # ip:port as our gate dialled it


@dataclass(frozen=True, slots=True)
class Certificate:
    """With what a site proved over TLS that it is itself."""

    sha256: str  # of the certificate itself, in DER; "" where the browser did not hand it out
    subject: str = ""
    issuer: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    protocol: str = ""  # "TLS 1.3"


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a page was captured: enough to judge later what a snapshot is worth."""

    hops: tuple[Hop, ...]  # from the address that was asked for to the document, redirects included
    headers: Headers  # of the document's answer, as the server sent them
    certificate: Certificate | None  # of the document's server, where it speaks TLS
    user_agent: str
    viewport: Viewport
    begun_at: datetime  # aware, UTC
    finished_at: datetime  # aware, UTC: when the answer was ready; PDF and web archive follow
    snapkeep_version: str
    chromium_version: str
    received_bytes: int = 0  # over the wire, from everywhere
    blocked: tuple[str, ...] = ()  # host:port of what the egress policy refused
    unproven: tuple[str, ...] = ()  # host:port of parts that are missing because TLS with them failed
    removed: tuple[str, ...] = ()  # what was taken out of the way for the picture


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """What one capture brought home."""

    final_url: str  # the network's address of the main document, not what the page says it is
    http_status: int | None
    label: Label
    captured_at: datetime  # aware, UTC
    facts: PageFacts
    artifacts: tuple[Artifact, ...]
    failures: tuple[ArtifactFailure, ...] = ()
    blocked: tuple[str, ...] = ()  # sub-resources that the egress policy refused
    was_cut_short: bool = False  # the page was still loading, or was taller than the cap
    receipt: Receipt | None = None
    resources: tuple[Resource, ...] = ()  # what the archived page shows

    @property
    def is_partial(self) -> bool:
        """Whether something that belongs to a whole snapshot is missing."""
        return bool(self.failures) or self.was_cut_short


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class LateResult:
    """What was made after the answer had gone out."""

    artifacts: tuple[Artifact, ...] = ()
    failures: tuple[ArtifactFailure, ...] = ()
    was_cut_short: bool = False  # more sheets, or more bytes, than are kept


class Capture(Protocol):
    """A capture whose page is still open."""

    @property
    def result(self) -> CaptureResult:
        """All that the answer needs."""
        ...

    @property
    def late_kinds(self) -> tuple[ArtifactKind, ...]:
        """What `make_late` is going to make of this page."""
        ...

    async def make_late(self) -> LateResult:
        """Make what nobody has to wait for; never raises for what the page does."""
        ...


class Engine(Protocol):
    """Whoever can turn a request into a result: Chromium, or the fake that ships beside it."""

    def visit(self, request: CaptureRequest, on_step: OnStep) -> AbstractAsyncContextManager[Capture]:
        """Get one page and keep it open for the block; raise a `CaptureError` when there is nothing to keep."""
        ...

    async def capture(self, request: CaptureRequest, on_step: OnStep) -> CaptureResult:
        """Get one page, without what is made late; raise a `CaptureError` when there is nothing to keep."""
        async with self.visit(request, on_step) as capture:
            return capture.result
