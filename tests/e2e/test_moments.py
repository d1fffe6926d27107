"""kill -9 at each step of a link's life, one after another: whatever the moment, the link is answered once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.killing import FINAL, STATES
from tests.e2e.service import Service, free_port, run_service
from tests.e2e.test_crash import answers
from tests.patience import until
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.hostile]

SOON = 30.0
HELD = 1.0  # seconds for what waits behind a held database to come so far
SETTLE = 2.0  # in which an answer that comes twice would have come again


@dataclass(frozen=True, slots=True)
class Scene:
    """A program that is about to be killed, and all around it."""

    chat: LocalChat
    site: Site
    folder: Path
    service: Service

    async def send(self) -> None:
        """A page that takes a moment."""
        await self.chat.send_text(OWNER, OWNER, self.site.url("/slow?seconds=2"))

    async def until_called(self, method: str) -> None:
        """Until the program asks Telegram for something."""
        await until(lambda: bool(self.chat.list_calls(method)), SOON)  # a call that waits is no change in the chat

    async def until_step(self, step: str) -> None:
        """Until the chat is told of a step."""
        await self.chat.wait_for(lambda message: step in message.text, SOON, chat_id=OWNER)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Nothing can be written down while the block runs."""
        with closing(sqlite3.connect(self.folder / "data/snapkeep.db", isolation_level=None, timeout=SOON)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


async def before_the_row(scene: Scene) -> None:
    async with scene.held():
        await scene.send()
        await asyncio.sleep(HELD)  # Telegram has given it; nothing is written
        await scene.service.kill()


async def after_the_row(scene: Scene) -> None:
    scene.chat.slow_down(60, "sendMessage")
    await scene.send()
    await scene.until_called("sendMessage")
    await scene.service.kill()


async def inside_the_acknowledgement(scene: Scene) -> None:
    scene.chat.slow_down(0.5, "sendMessage")
    await scene.send()
    await scene.until_called("sendMessage")
    async with scene.held():
        await asyncio.sleep(HELD)  # Telegram has taken it; its number cannot be written
        await scene.service.kill()


async def in_the_capture(scene: Scene) -> None:
    await scene.send()
    await scene.until_step("opening")
    await scene.service.kill()


async def between_blob_and_row(scene: Scene) -> None:
    await scene.send()
    await scene.until_step("opening")
    async with scene.held():
        await until(lambda: any(path.is_file() for path in (scene.folder / "data/blobs").rglob("*")), SOON)
        await asyncio.sleep(HELD)
        await scene.service.kill()


async def between_row_and_answer(scene: Scene) -> None:
    scene.chat.slow_down(60, "editMessageMedia")
    await scene.send()
    await scene.until_called("editMessageMedia")
    await scene.service.kill()


async def inside_the_answer(scene: Scene) -> None:
    scene.chat.slow_down(0.5, "editMessageMedia")
    await scene.send()
    await scene.until_called("editMessageMedia")
    async with scene.held():
        await asyncio.sleep(HELD)
        await scene.service.kill()


MOMENTS: tuple[Callable[[Scene], Awaitable[None]], ...] = (
    before_the_row,
    after_the_row,
    inside_the_acknowledgement,
    in_the_capture,
    between_blob_and_row,
    between_row_and_answer,
    inside_the_answer,
)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__.replace("_", " "))
async def test_killed_at_any_step_the_link_is_answered_once(
    moment: Callable[[Scene], Awaitable[None]], chat: LocalChat, site: Site, tmp_path: Path
) -> None:
    port = free_port()
    async with run_service(tmp_path, chat, port=port, ALLOWED_USERS=str(OWNER)) as service:
        await moment(Scene(chat, site, tmp_path, service))
    for method in ("sendMessage", "editMessageMedia"):
        chat.slow_down(0, method)
    had_answer = len(answers(chat))

    async with run_service(tmp_path, chat, port=port, ALLOWED_USERS=str(OWNER)):
        await chat.wait_until(lambda: answers(chat), 60)
        await until(lambda: read_states(tmp_path) <= {*FINAL} and is_delivered(tmp_path), SOON)
        await asyncio.sleep(SETTLE)

    assert had_answer == (moment is inside_the_answer)
    assert len(answers(chat)) == 1
    placeholders = 1 if moment is inside_the_acknowledgement else 0  # which nobody can find again
    assert len([one for one in chat.messages(OWNER) if one.sender_id != OWNER]) == 1 + placeholders
    assert len(read_states(tmp_path)) == 1


def read_states(folder: Path) -> set[str]:
    """The states of the only link's captures."""
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        rows = database.execute(STATES).fetchall()
    assert len(rows) == 1, rows
    return {status for _, status in rows}


def is_delivered(folder: Path) -> bool:
    """Whether the program knows that its answers stand."""
    with closing(sqlite3.connect(folder / "data/snapkeep.db")) as database:
        return {state for (state,) in database.execute("SELECT state FROM deliveries")} == {"delivered"}
