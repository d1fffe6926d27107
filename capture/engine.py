"""One capture from beginning to end: open, settle, make, and say what it is."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import psutil
from playwright.async_api import Error as PlaywrightError
from pydantic import TypeAdapter

from capture.artifacts import LATE_MAKERS, MAKERS, READERS, ArtifactMaker, Made
from capture.artifacts.pictures import is_one_colour
from capture.budget import GRACE_SECONDS, Budget
from capture.egress.policy import EgressPolicy, check_address
from capture.egress.resolver import Resolver
from capture.errors import BrowserFailed, CaptureError, NavigationTimeout, TooHeavy
from capture.extract.enrich import enrich_facts
from capture.extract.label import Seen, decide_label
from capture.extract.metadata import TEXT_LIMIT, extract_facts, extract_file_facts
from capture.extract.signals import PageSignals
from capture.groups import TaskGroup
from capture.memory import MAX_BYTES
from capture.navigate import Document, current_document, open_document
from capture.reader import Reader
from capture.receipts import take_fingerprint, write_receipt
from capture.recorder import Recorder, record
from capture.room import Room
from capture.rooms import HouseRules, Rooms
from capture.settle import Settled, settle
from capture.types import (
    ArtifactFailure,
    ArtifactKind,
    Capture,
    CaptureRequest,
    CaptureResult,
    Engine,
    LateResult,
    OnStep,
    PageFacts,
    Step,
    Viewport,
)
from capture.visit import Visit
from capture.world import World

SIGNAL_SECONDS = 5.0
LATE_SECONDS = 28.0  # PDF and web archive are there within 30 s of the answer
SIGNALS = TypeAdapter(PageSignals)
UNREAD = PageSignals(pictures=1)  # of a page that did not let itself be asked: only its picture tells


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """What an engine is told once."""

    browser_path: Path
    policy: EgressPolicy
    max_height: int = 16_384  # pixels of a picture
    recycle_after: int = 200  # captures that one browser lives
    idle_seconds: float = 600.0  # after which the browser is sent home
    max_browser_bytes: int = MAX_BYTES  # of memory; a page that takes the browser there is ended
    resolver: Resolver | None = None  # who knows what names stand for; the system, where nobody else is named


class ChromiumEngine(Engine):
    """Captures with one warm browser; as many at a time as it is asked for."""

    def __init__(self, config: EngineConfig) -> None:
        self.config = config
        self._stack = AsyncExitStack()
        self._rooms: Rooms | None = None
        self._tasks = TaskGroup()
        self._reader = Reader()

    async def __aenter__(self) -> Self:
        config = self.config
        tasks = self._tasks
        rules = HouseRules(config.recycle_after, config.idle_seconds, config.max_browser_bytes)
        rooms = Rooms(config.browser_path, config.policy, rules, tasks, config.resolver)
        self._stack.push_async_callback(rooms.close)
        await self._stack.enter_async_context(self._reader)
        await self._stack.enter_async_context(tasks)
        self._stack.callback(rooms.dismiss)
        rooms.prepare()
        self._rooms = rooms
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return await self._stack.__aexit__(kind, error, trace)

    @property
    def is_ready(self) -> bool:
        """Whether the browser has started, and started well the last time."""
        return self._rooms is not None and self._rooms.is_ready

    async def check(self) -> None:
        """Raise a `CaptureError` where no capture could begin now; health checks ask, and so bring a browser back."""
        if self._rooms is None:
            raise BrowserFailed("the engine is not open")
        await self._rooms.check()

    @property
    def browser_process(self) -> psutil.Process | None:
        """The browser's main process, while there is one."""
        return self._rooms.browser_process if self._rooms is not None else None

    @asynccontextmanager
    async def visit(self, request: CaptureRequest, on_step: OnStep) -> AsyncIterator[Capture]:
        """Get one page and keep it open for the block; raise a `CaptureError` when there is nothing to keep."""
        check_address(request.url, self.config.policy)
        on_step(Step.OPENING)
        if self._rooms is None:
            raise BrowserFailed("the engine is not open")
        self._tasks.create_task(prepare(self._reader), name="reader")  # it imports while the page loads
        async with AsyncExitStack() as stack:
            with translated_errors():
                async with asyncio.timeout(request.seconds + GRACE_SECONDS):
                    room = await stack.enter_async_context(self._rooms.take(request.viewport))
                    recorder = await stack.enter_async_context(record(room.page, room.gate, self._tasks))
                    capture = await self._capture(room, recorder, request, on_step)
            yield capture

    async def _capture(self, room: Room, recorder: Recorder, request: CaptureRequest, on_step: OnStep) -> Capture:
        begun_at = datetime.now(UTC)
        budget = Budget(request.seconds)
        world = World(room.session)
        document = await open_document(room, request.url, budget)
        certificate = self._tasks.create_task(take_fingerprint(room.session, document.url), name="certificate")
        on_step(Step.SETTLING)
        settled = Settled(was_cut_short=False)
        max_height = self.config.max_height // request.viewport.density
        if not document.is_download and not document.is_file:
            settled = await settle_or_end(room, world, budget, max_height, request.viewport)
            if not room.is_too_heavy:  # then nobody is left to ask
                document = await current_document(room, request.url, budget)
        on_step(Step.PICTURE)
        visit = Visit(
            room,
            world,
            budget,
            request.viewport,
            document,
            settled.has_frames_below,
            max_height,
            recorder,
            reader=self._reader,
        )
        result = await keep(visit, settled)
        receipt = await write_receipt(visit, begun_at, settled.removed, await certificate)
        return OpenCapture(visit, replace(result, receipt=receipt))


async def settle_or_end(room: Room, world: World, budget: Budget, max_height: int, viewport: Viewport) -> Settled:
    """Settle a page; one that is ended for its memory meanwhile is kept as it was sent."""
    try:
        return await settle(room, world, budget, max_height, viewport)
    except PlaywrightError:
        if not room.is_too_heavy:
            raise
        return Settled(was_cut_short=True)


async def prepare(reader: Reader) -> None:
    """Have the reading process started; where it cannot be, its page will say so."""
    with suppress(OSError):
        await reader.prepare()


class OpenCapture(Capture):
    """A capture whose page is still open in its room."""

    def __init__(self, visit: Visit, result: CaptureResult) -> None:
        self.visit = visit
        self._result = result

    @property
    def result(self) -> CaptureResult:
        """All that the answer needs."""
        return self._result

    @property
    def late_kinds(self) -> tuple[ArtifactKind, ...]:
        """What `make_late` is going to make of this page."""
        return tuple(maker.kind for maker in LATE_MAKERS if maker.applies_to(self.visit))

    async def make_late(self) -> LateResult:
        """Make what nobody has to wait for; never raises for what the page does."""
        try:
            async with asyncio.timeout(LATE_SECONDS):
                made, errors = await make_artifacts(replace(self.visit, result=self._result), LATE_MAKERS)
        except (TimeoutError, PlaywrightError):
            return LateResult(failures=tuple(ArtifactFailure(kind, BrowserFailed.code) for kind in self.late_kinds))
        return LateResult(
            tuple(artifact for part in made for artifact in part.artifacts),
            describe_failures(errors),
            any(part.was_cut_short for part in made),
        )


@contextmanager
def translated_errors() -> Iterator[None]:
    """Time-outs and the browser's own errors as errors of this house."""
    try:
        yield
    except TimeoutError as error:
        raise NavigationTimeout("the whole capture took too long") from error
    except PlaywrightError as error:
        raise BrowserFailed(error.message) from error


async def keep(visit: Visit, settled: Settled) -> CaptureResult:
    """Turn a page that has come to rest into a result."""
    captured_at = datetime.now(UTC)
    signals = await read_signals(visit)
    facts = find_facts(visit.document, signals)
    made, errors = await make_side_by_side(replace(visit, facts=facts))
    artifacts = tuple(artifact for part in made for artifact in part.artifacts)
    if not artifacts and signals is None:
        raise next(iter(errors.values()), NavigationTimeout("the page let nothing be taken of it"))
    url = urlsplit(visit.document.url)
    seen = Seen(
        host=url.hostname or "",
        path=f"{url.path}?{url.query}",
        status=visit.document.status,
        signals=signals or UNREAD,
        is_html=visit.document.is_html,
        is_one_colour=any(
            artifact.kind is ArtifactKind.THUMB and is_one_colour(artifact.content) for artifact in artifacts
        ),
    )
    return CaptureResult(
        final_url=visit.document.url,
        http_status=visit.document.status,
        label=TooHeavy.label if visit.room.is_too_heavy else decide_label(seen),
        captured_at=captured_at,
        facts=improve_facts(facts, signals, made),
        artifacts=artifacts,
        failures=(*describe_failures(errors), *(failure for part in made for failure in part.failures)),
        blocked=tuple(visit.room.gate.blocked),
        was_cut_short=settled.was_cut_short
        or visit.room.gate.is_over_limit
        or any(part.was_cut_short for part in made),
        resources=tuple(resource for part in made for resource in part.resources),
    )


async def make_side_by_side(visit: Visit) -> tuple[list[Made], dict[ArtifactKind, CaptureError]]:
    """Read the article in its own process while the picture and the page are made."""
    try:
        async with TaskGroup() as tasks:
            reading = tasks.create_task(make_artifacts(visit, READERS), name="article")
            made, errors = await make_artifacts(visit, MAKERS)
    except ExceptionGroup as group:
        raise group.exceptions[0] from group  # the browser's death, which ends both
    articles, unread = reading.result()
    return [*made, *articles], {**errors, **unread}


def improve_facts(facts: PageFacts, signals: PageSignals | None, made: Sequence[Made]) -> PageFacts:
    """What a file says of itself counts; else what was read of the page fills in what the page does not say."""
    if of_file := next((part.facts for part in made if part.facts), None):
        return of_file
    article = next((part.article for part in made if part.article), None)
    return enrich_facts(facts, signals, article) if article and signals else facts


async def read_signals(visit: Visit) -> PageSignals | None:
    """What the page says about itself, where it lets itself be asked."""
    if visit.document.is_download or visit.document.is_file:
        return None
    try:
        return await visit.world.call(
            "page_signals.js", {"max_text": TEXT_LIMIT}, SIGNALS, visit.budget.hard(SIGNAL_SECONDS)
        )
    except (TimeoutError, PlaywrightError):
        return None


async def make_artifacts(
    visit: Visit, makers: Sequence[ArtifactMaker]
) -> tuple[list[Made], dict[ArtifactKind, CaptureError]]:
    """Run the makers in order; one that fails leaves its error and holds up no other."""
    made: list[Made] = []
    errors: dict[ArtifactKind, CaptureError] = {}
    for maker in makers:
        if maker.applies_to(visit):
            try:
                made.append(await maker.make(visit))
            except TimeoutError:
                errors[maker.kind] = NavigationTimeout(f"no {maker.kind} in time")
            except CaptureError as error:
                errors[maker.kind] = error
            except PlaywrightError as error:
                if not visit.room.chromium.browser.is_connected():
                    raise
                kind = TooHeavy if visit.room.is_too_heavy else BrowserFailed
                errors[maker.kind] = kind(error.message)
    return made, errors


def describe_failures(errors: Mapping[ArtifactKind, CaptureError]) -> tuple[ArtifactFailure, ...]:
    """Which kinds are missing, and the codes that say why."""
    return tuple(ArtifactFailure(kind, error.code) for kind, error in errors.items())


def find_facts(document: Document, signals: PageSignals | None) -> PageFacts:
    """What the page says of itself; a file says no more than its name."""
    if signals is None or not document.is_html:
        return extract_file_facts(document.url, document.file_name)
    return extract_facts(signals, document.url)
