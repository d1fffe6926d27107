"""The outside of the services for tests: a clock that is set by hand, a real blob store, no other process."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.app import compare_sides
from bot.services.ports import Limits, Ports, Target
from capture.compare.desk import CompareDesk
from capture.fake import lead
from models.blobs import BlobStore
from models.blobs.backends import open_blobs
from models.ids import new_permalink
from tests.factories import BOT_ID, NOW

PUBLIC_URL = "https://keep.example.org"
CHAT = 77  # as Telegram numbers it


@dataclass
class Clock:
    """Stands still until time is made to pass."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class WallClock(Clock):
    """The time of day, for what waits by itself."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Desk:
    """Ports, and what a test turns or looks at behind them."""

    blobs: BlobStore
    clock: Clock = field(default_factory=Clock)
    comparer: CompareDesk = field(default_factory=CompareDesk)
    wakings: int = 0

    def ports(self, limits: Limits | None = None, bot_id: int = BOT_ID) -> Ports:
        return Ports(
            blobs=self.blobs,
            public_url=PUBLIC_URL,
            limits=limits or Limits(),
            clock=self.clock,
            new_permalink=new_permalink,
            wake_workers=self._wake,
            follow=follow,
            compare=partial(compare_sides, self.comparer),
            bot_id=bot_id,
        )

    def _wake(self) -> None:
        self.wakings += 1


async def follow(url: str) -> str:
    """As short addresses lead for the engine that needs no browser."""
    return lead(url)


def open_desk(folder: Path) -> Desk:
    return Desk(open_blobs(f"file://{folder / 'blobs'}"))


def target(chat_id: int = CHAT, reply_to: int | None = None) -> Target:
    return Target(chat_id, reply_to)
