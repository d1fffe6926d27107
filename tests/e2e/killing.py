"""The program killed again and again under a stream of links, and the account of what became of each."""

import asyncio
import random
import sqlite3
from asyncio import TaskGroup
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service, free_port, run_service, settings_for, start_process
from tests.e2e.test_main_job import PERMALINK
from tests.site.server import Site

FINAL = frozenset({"complete", "partial", "failed"})
LONGEST_LIFE = 6.0  # seconds: from before the database is open to after a few answers
FINISH_SECONDS = 120.0
SETTLE_SECONDS = 3.0  # in which an answer that comes twice would have come again
STATES = """
    SELECT links.url, snapshots.status FROM snapshots JOIN links ON links.id = snapshots.link_id
"""


@dataclass
class Account:
    """What was done, and what came of it."""

    seed: int
    kills: int = 0
    sent: list[Message] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)  # seconds until the program took messages
    states: dict[str, list[str]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)  # finished ones, by the message that asked
    replies: Counter[int] = field(default_factory=Counter)  # all of the bot's, acknowledgements included

    @property
    def lost(self) -> list[str]:
        """The links that are not in exactly one final state, or have no answer."""
        return [
            message.text
            for message in self.sent
            if not self.answers[message.message_id]
            or len(states := self.states.get(message.text, [])) != 1
            or states[0] not in FINAL
        ]

    @property
    def doubled(self) -> list[str]:
        """The links that were answered more than once."""
        return [message.text for message in self.sent if self.answers[message.message_id] > 1]

    @property
    def left_over(self) -> int:
        """Acknowledgements that never became an answer: sent, and killed before that was written down."""
        return sum(self.replies[one.message_id] - self.answers[one.message_id] for one in self.sent)

    def __str__(self) -> str:
        worst = max(self.starts, default=0.0)
        return (
            f"seed {self.seed}: {self.kills} kills, {len(self.sent)} links sent, {len(self.lost)} lost, "
            f"{len(self.doubled)} answers doubled, {self.left_over} acknowledgements left over, "
            f"worst restart {worst:.1f} s"
        )


async def kill_again_and_again(chat: LocalChat, site: Site, folder: Path, kills: int, seed: int) -> Account:
    """Kill the program at random moments of its life while links come in; in the end let it finish."""
    account, chance, port = Account(seed), random.Random(seed), free_port()  # noqa: S311 - repeatable, no secret
    limits = {"ALLOWED_USERS": str(OWNER), "MAX_WAITING": "10000", "MAX_PER_DAY": "10000"}
    environment = settings_for(folder, port, chat, **limits)
    for _ in range(kills):
        async with TaskGroup() as tasks:
            life = tasks.create_task(_live(folder, environment, chance.uniform(0.2, LONGEST_LIFE)), name="life")
            pauses = [chance.uniform(0, LONGEST_LIFE / 3) for _ in range(chance.randint(1, 3))]
            tasks.create_task(_send(chat, site, account, pauses), name="sender")
        account.kills += 1
        account.starts += life.result()
    async with run_service(folder, chat, port=port, **limits):
        wanted = {message.message_id for message in account.sent}
        await chat.wait_until(lambda: wanted <= {one.reply_to for one in _answers(chat)}, FINISH_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)
    _take_stock(account, chat, folder)
    return account


async def _live(folder: Path, environment: dict[str, str], seconds: float) -> list[float]:
    """One life of the program, ended by kill -9; how long it took to take messages, if it came so far."""
    clock = asyncio.get_running_loop().time
    started = clock()
    service = Service(await start_process("run", environment=environment, folder=folder), 0, environment)
    try:
        await service.wait_for_line("Permalinks:", seconds)
    except TimeoutError:
        return []
    else:
        ready = clock() - started
        await asyncio.sleep(max(0.0, seconds - ready))
        return [ready]
    finally:
        assert service.process.returncode is None, "\n".join(service.output)
        await service.kill()


async def _send(chat: LocalChat, site: Site, account: Account, pauses: list[float]) -> None:
    for pause in pauses:
        await asyncio.sleep(pause)
        account.sent.append(await chat.send_text(OWNER, OWNER, site.url(f"/short?number={len(account.sent)}")))


def _answers(chat: LocalChat) -> list[Message]:
    return [one for one in chat.messages(OWNER) if one.sender_id != OWNER and PERMALINK.search(one.words)]


def _take_stock(account: Account, chat: LocalChat, folder: Path) -> None:
    account.answers.update(one.reply_to for one in _answers(chat))
    account.replies.update(one.reply_to for one in chat.messages(OWNER) if one.sender_id != OWNER)
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        for url, status in database.execute(STATES):
            account.states.setdefault(url, []).append(status)
