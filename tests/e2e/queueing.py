"""Many links of one person, one of another's, and the account of who was captured when."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import FRIEND, OWNER
from tests.e2e.killing import FINAL
from tests.site.server import Site

LINKS_A_MESSAGE = 20
TURNS = """
    SELECT links.url, snapshots.status, snapshots.queued_at, snapshots.receipt
    FROM snapshots JOIN links ON links.id = snapshots.link_id
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One capture: when it was asked for and when it began, as the rows say ."""

    url: str
    status: str
    queued_at: datetime
    begun_at: datetime | None  # None while it waits

    @property
    def is_final(self) -> bool:
        """Whether it is over."""
        return self.status in FINAL


async def send_links(chat: LocalChat, site: Site, count: int) -> list[Message]:
    """One person's links, many a message."""
    numbers = range(0, count, LINKS_A_MESSAGE)
    texts = [
        "\n".join(site.url(f"/short?n={n}") for n in range(at, min(at + LINKS_A_MESSAGE, count))) for at in numbers
    ]
    return [await chat.send_text(OWNER, OWNER, text) for text in texts]


async def delay_of_another(chat: LocalChat, site: Site, folder: Path, seconds: float) -> int:
    """Let a friend send one link while the owner's wait; how many of those began before it, but after it was sent."""
    await chat.send_text(FRIEND, FRIEND, site.url("/short?friend"))
    await chat.wait_for(lambda message: bool(message.photo_group), seconds, chat_id=FRIEND)
    turns = read_turns(folder)
    (friend,) = [turn for turn in turns if turn.url.endswith("?friend")]
    assert any(not turn.is_final for turn in turns), "nobody had to wait"
    assert friend.begun_at is not None
    return sum(turn.begun_at is not None and friend.queued_at < turn.begun_at < friend.begun_at for turn in turns)


def read_turns(folder: Path) -> list[Turn]:
    """All captures, by the rows."""
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        rows = database.execute(TURNS).fetchall()
    begun = [json.loads(receipt)["begun_at"] if receipt else None for *_, receipt in rows]
    return [
        Turn(url, status, datetime.fromisoformat(queued_at), datetime.fromisoformat(at) if at else None)
        for (url, status, queued_at, _), at in zip(rows, begun, strict=True)
    ]
