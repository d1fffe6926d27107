"""An engine without a browser: real results out of thin air, and failures by the name of the host."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import pyvips

from capture.artifacts.pictures import make_pictures
from capture.errors import (
    BrowserFailed,
    CaptureError,
    ConnectionFailed,
    NameNotFound,
    NavigationTimeout,
    Refused,
    TlsFailed,
    TooHeavy,
    TooLarge,
)
from capture.types import (
    Artifact,
    ArtifactFailure,
    ArtifactKind,
    Capture,
    CaptureRequest,
    CaptureResult,
    Engine,
    Label,
    LateResult,
    OnStep,
    PageFacts,
    Step,
)

# What happens is said by the first part of the host: https://refused.example/ is refused.
ERRORS: dict[str, type[CaptureError]] = {
    "refused": Refused,
    "too-large": TooLarge,
    "too-heavy": TooHeavy,
    "timeout": NavigationTimeout,
    "no-name": NameNotFound,
    "no-answer": ConnectionFailed,
    "bad-tls": TlsFailed,
    "crash": BrowserFailed,
}
LABELS: dict[str, tuple[Label, int | None]] = {
    "missing": (Label.HTTP_ERROR, 404),
    "broken": (Label.HTTP_ERROR, 500),
    "login": (Label.LOGIN_WALL, 200),
    "bot-check": (Label.BOT_CHECK, 403),
    "blank": (Label.BLANK, 200),
    "file": (Label.NOT_HTML, 200),
}
PARTIAL = "partial"
SLOW = "slow"
SHORT = "bit.ly"


class FakeEngine(Engine):
    """Draws a small page for every address; `heights` are those of its pictures."""

    def __init__(self, *, seconds: float = 0.0, height: int = 900, clock: Callable[[], datetime] | None = None) -> None:
        self._seconds = seconds  # that every capture takes; a slow host takes ten times as long
        self._height = height
        self._clock = clock or (lambda: datetime.now(UTC))
        self.captured: list[str] = []  # addresses, in the order in which their captures ended well
        self.running = 0
        self.most_running = 0

    @property
    def is_ready(self) -> bool:
        """There is nothing to wait for."""
        return True

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        """Pretend to get one page."""
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            yield FakeCapture(await self._capture(request, on_step))
        finally:
            self.running -= 1

    async def _capture(self, request: CaptureRequest, on_step: OnStep) -> CaptureResult:
        outcome = (urlsplit(request.url).hostname or "").partition(".")[0]
        on_step(Step.OPENING)
        await asyncio.sleep(self._seconds * (10 if outcome == SLOW else 1))
        if outcome in ERRORS:
            raise ERRORS[outcome](f"as the host {outcome} asks for")
        on_step(Step.SETTLING)
        on_step(Step.PICTURE)
        pictures = await asyncio.to_thread(draw_page, request.viewport.width, self._height)
        self.captured.append(request.url)
        return self._result(request.url, outcome, pictures)

    def _result(self, url: str, outcome: str, pictures: tuple[Artifact, ...]) -> CaptureResult:
        label, status = LABELS.get(outcome, (Label.OK, 200))
        is_file = label is Label.NOT_HTML
        return CaptureResult(
            final_url=lead(url),
            http_status=status,
            label=label,
            captured_at=self._clock(),
            facts=invent_facts(lead(url)),
            artifacts=(*pictures, Artifact(ArtifactKind.FILE, "text/plain", b"a file\n")) if is_file else pictures,
            failures=(ArtifactFailure(ArtifactKind.ARTICLE, "timeout"),) if outcome == PARTIAL else (),
        )


class FakeCapture(Capture):
    """A capture with a paper of its own, made late; a page with a label of its own has none."""

    def __init__(self, result: CaptureResult) -> None:
        self._result = result

    @property
    def result(self) -> CaptureResult:
        """All that the answer needs."""
        return self._result

    @property
    def late_kinds(self) -> tuple[ArtifactKind, ...]:
        """A PDF of every page that is one."""
        return (ArtifactKind.PDF,) if self._result.label is Label.OK else ()

    async def make_late(self) -> LateResult:
        """Pretend to print the page."""
        return LateResult(tuple(Artifact(kind, "application/pdf", b"%PDF-1.4\n%%EOF\n") for kind in self.late_kinds))


def draw_page(width: int, height: int) -> tuple[Artifact, ...]:
    """A picture with something to see, and those that are made of it."""
    page = pyvips.Image.grey(width, height, uchar=True)
    return make_pictures(page.jpegsave_buffer(Q=80))


def lead(url: str) -> str:
    """Where an address leads: bit.ly/x to a page of that name."""
    parts = urlsplit(url)
    return f"https://example.com{parts.path}" if parts.hostname == SHORT else url


def invent_facts(url: str) -> PageFacts:
    """Facts as the address suggests them: /old-harbour is about an old harbour."""
    parts = urlsplit(url)
    words = unquote(parts.path).replace("-", " ").replace("/", " ").split()
    title = " ".join(words).capitalize() or (parts.hostname or "")
    return PageFacts(
        title=title,
        site=(parts.hostname or "").removeprefix("www."),
        language="en",
        excerpt=f"All about {title}.",
        text=f"{title}\nAll about {title}.",
        canonical_url=url.replace("://amp.", "://", 1),
    )
