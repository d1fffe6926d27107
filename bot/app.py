"""What every role and command stands on: the data folder, the database and the blobs, opened in order."""

import fcntl
import os
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.errors import StartFailed
from bot.services.backups import Library
from bot.services.leading import ask_next
from bot.services.leasing import ALONE, Leases, share_leases
from bot.services.pacing import OWN_PACE, Pace, SharedPace
from bot.services.ports import Difference, Limits, Ports, Side
from bot.services.tracing import NO_TRACER, Tracer
from bot.services.weighing import Scales
from bot.settings import Settings
from capture.compare.desk import CompareDesk, Version
from capture.egress import EgressPolicy, find_lead, list_own_addresses
from models.blobs import BlobStore
from models.blobs.backends import open_blobs
from models.database import is_server, open_database, parse_database_url
from models.errors import BlobsUnusable, DatabaseBusy, DatabaseUnusable, StoreFull, StoreUnreachable
from models.ids import new_permalink

LOCK_FILE = "service.lock"


def _nobody_to_wake() -> None:
    """On the command line nobody waits for work."""


@dataclass(frozen=True, slots=True)
class Store:
    """What is kept, opened."""

    settings: Settings
    blobs: BlobStore
    follow: Callable[[str], Awaitable[str]]
    comparer: CompareDesk
    holder: str
    leases: Leases = ALONE
    tracer: Tracer = NO_TRACER
    scales: Scales = field(default_factory=Scales)

    def pace(self, bot_id: int) -> Pace:
        """How fast this process may speak to Telegram, for one bot."""
        return SharedPace(bot_id, utc_now) if self.leases.is_shared else OWN_PACE

    def ports(self, bot_id: int = 0, wake_workers: Callable[[], None] = _nobody_to_wake) -> Ports:
        """The outside of the services, for one bot."""
        return Ports(
            blobs=self.blobs,
            public_url=self.settings.public_url,
            limits=limits_of(self.settings),
            clock=utc_now,
            new_permalink=new_permalink,
            wake_workers=wake_workers,
            follow=self.follow,
            compare=partial(compare_sides, self.comparer),
            bot_id=bot_id,
            leases=self.leases,
            tracer=self.tracer,
            scales=self.scales,
        )


async def follow_short(settings: Settings, url: str) -> str:
    """Where a short address leads, through the gate; itself where nobody says so in time."""
    return await find_lead(egress_policy(settings), url, ask_next)


async def compare_sides(desk: CompareDesk, older: Side, newer: Side) -> Difference | None:
    """What differs between two versions, worked out in a process of its own."""
    sides = (Version(side.captured_at, side.text, side.picture) for side in (older, newer))
    found = await desk.compare(*sides)
    if found is None:
        return None
    words, seen = found.wording, found.picture
    difference = Difference(words.added, words.removed, words.ignored)
    if seen is None:
        return difference
    return replace(
        difference,
        has_picture=True,
        regions=seen.regions,
        share=seen.share,
        rotated=seen.rotated,
        jpeg=seen.jpeg,
        width=seen.width,
        height=seen.height,
    )


def limits_of(settings: Settings) -> Limits:
    """What one chat may use."""
    return Limits(settings.max_waiting, settings.max_per_day, int(settings.max_bytes), settings.max_watches)


@asynccontextmanager
async def open_store(settings: Settings, *, is_shared: bool = False) -> AsyncIterator[Store]:
    """Open what is kept; `StartFailed` says in one line what is wrong. In `main`'s own task: see `open_database`.

    What is shared, several services use at once: they agree on who does what.
    """
    prepare_folder(settings.data_dir)
    name = new_holder()
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(open_database(settings.database_url))
            blobs = open_blobs(settings.blobs_url)
            with suppress(StoreFull):  # said to whoever sends a link, and what is kept can be seen
                await blobs.check()
        except (DatabaseUnusable, DatabaseBusy) as error:
            raise StartFailed(f"SNAPKEEP_DATABASE_URL: {error}") from error
        except (BlobsUnusable, StoreUnreachable) as error:
            raise StartFailed(f"SNAPKEEP_BLOBS_URL: {error}") from error
        leases = await stack.enter_async_context(share_leases(name, utc_now)) if is_shared else ALONE
        yield Store(settings, blobs, partial(follow_short, settings), CompareDesk(), name, leases)


def find_library(settings: Settings) -> Library:
    """Where everything is, without opening the database; `StartFailed` where there is no place for it."""
    if is_server(settings.database_url):
        raise StartFailed(
            "SNAPKEEP_DATABASE_URL: is a PostgreSQL: back it up with pg_dump, and what SNAPKEEP_BLOBS_URL names,"
            " or `snapkeep move` the library into a file first"
        )
    prepare_folder(settings.data_dir)
    blobs_url = settings.blobs_url
    try:
        database, blobs = parse_database_url(settings.database_url), open_blobs(blobs_url)
    except DatabaseUnusable as error:
        raise StartFailed(f"SNAPKEEP_DATABASE_URL: {error}") from error
    except BlobsUnusable as error:
        raise StartFailed(f"SNAPKEEP_BLOBS_URL: {error}") from error
    blob_folder = Path(blobs_url.removeprefix("file://")) if blobs_url.startswith("file://") else None
    return Library(database, blobs, settings.data_dir, blob_folder)


@contextmanager
def only_service(folder: Path, *, is_shared: bool = False) -> Iterator[None]:
    """Be the one service of a data folder: two would answer everything twice. Single commands may run beside it.

    Processes that share the work share the folder, too, but not with one that does all of it.

    The lock is the kernel's and ends with the process, however it ends.
    """
    with (folder / LOCK_FILE).open("ab+", buffering=0) as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            number = lock.read().decode().strip() or "unknown"
            raise StartFailed(
                f"SNAPKEEP_DATA_DIR: another Snapkeep (process {number}) serves {folder};"
                " stop it, or give this one a folder of its own"
            ) from error
        try:
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n".encode())
        except OSError as error:
            raise unwritable(folder, error) from error
        yield


def prepare_folder(folder: Path) -> None:
    """Make the data folder, readable by its owner only, and see that it can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> StartFailed:
    """The line about a data folder that takes nothing."""
    return StartFailed(f"SNAPKEEP_DATA_DIR: cannot write to {folder}: {os.strerror(error.errno or 0)}")


def egress_policy(settings: Settings) -> EgressPolicy:
    """What captures may reach, by the settings and the addresses of this machine."""
    return EgressPolicy(ports=settings.egress_ports, allow=settings.egress_allow, own_addresses=list_own_addresses())


def new_holder() -> str:
    """The name under which this process holds leases; no two are alike."""
    return f"{socket.gethostname()[:32]}/{os.getpid()}/{secrets.token_hex(4)}"


def utc_now() -> datetime:
    """The clock of the whole house."""
    return datetime.now(UTC)
