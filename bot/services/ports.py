"""What the services need from outside, as arguments: nothing here is a global."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.services.cards import NewsCard, ProgressCard, SnapshotCard
from bot.services.leasing import ALONE, Leases
from bot.services.tracing import NO_TRACER, Tracer
from bot.services.weighing import Scales
from models.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes."""

    chat_id: int  # Telegram's
    reply_to: int | None = None
    thread_id: int | None = None
    language: str = "en"
    is_known: bool = False  # the link was kept before it was sent this time


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it now stands in the chat."""

    message_id: int
    photo_file_id: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture of an answer: Telegram's own copy by its id, else the bytes."""

    file_id: str = ""
    content: bytes = b""


class Messenger(Protocol):
    """The only way out to the chat. Raises `bot.errors.MessengerError`s."""

    @property
    def bot_id(self) -> int:
        """The bot to which message and file ids belong."""
        ...

    async def acknowledge(self, target: Target, progress: ProgressCard) -> int:
        """Send the acknowledgement and return its message id."""
        ...

    async def show_progress(self, target: Target, message_id: int, progress: ProgressCard) -> None:
        """Tell in the acknowledgement which step the capture is at; what cannot be told is left out."""
        ...

    async def show_card(self, target: Target, message_id: int, card: SnapshotCard, photo: Photo | None) -> Shown:
        """Turn the acknowledgement into the answer; doing it twice changes nothing. `MessageGone` where it is gone."""
        ...

    async def show_news(self, target: Target, message_id: int, news: NewsCard, photo: Photo | None) -> Shown:
        """Turn the announcement of news into the news; as `show_card`."""
        ...

    async def refresh_card(self, target: Target, message_id: int, card: SnapshotCard) -> None:
        """Rewrite the words of an answer that stands in the chat; its picture stays."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared of one version."""

    captured_at: datetime
    text: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions."""

    added: tuple[str, ...] = ()  # sentences
    removed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()  # kinds of noise
    has_picture: bool = False  # whether the pictures could be compared
    regions: int = 0
    share: float = 0.0  # of the newer picture
    rotated: int = 0  # advertisements and carousels that show something else
    jpeg: bytes = b""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one chat may use."""

    max_waiting: int = 5
    max_per_day: int = 100
    max_bytes: int = 2 * 1024**3
    max_watches: int = 20


AskMember = Callable[[int, int], Awaitable[bool | None]]


async def ask_nobody(_chat_id: int, _user_id: int) -> bool | None:
    """Where there is no chat that could be asked."""
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside of the services. `bot_id` is 0 where no chat is served, as on the command line."""

    blobs: BlobStore
    public_url: str
    limits: Limits
    clock: Callable[[], datetime]  # aware, UTC
    new_permalink: Callable[[], str]
    wake_workers: Callable[[], None]
    follow: Callable[[str], Awaitable[str]]  # where a short address leads; itself where that is not to be had
    compare: Callable[[Side, Side], Awaitable[Difference | None]]  # None where that is too much work
    bot_id: int = 0
    leases: Leases = ALONE
    tracer: Tracer = NO_TRACER
    scales: Scales = field(default_factory=Scales)
    ask_member: AskMember = ask_nobody  # Telegram's chat and user → whether they are in it; None: not told
