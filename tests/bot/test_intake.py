import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from telegram import Update

from bot.chat import build_application, read_bot_id
from bot.handlers.context import SnapkeepApplication
from bot.inbox import MAX_ATTEMPTS, lane_of
from bot.intake import Intake
from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from models.database import writer
from models.tables import SeenUpdate
from models.updates import count_attempt, list_unhandled, record_updates
from tests.factories import NOW
from tests.patience import until, until_found
from tests.ports import Desk, open_desk

ANN, BEN = 101, 102


@dataclass
class Post:
    """A Telegram on loopback, and what takes its updates in."""

    chat: LocalChat
    application: SnapkeepApplication
    desk: Desk
    handled: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    @property
    def bot_id(self) -> int:
        return read_bot_id(self.chat.token)

    async def handle(self, update: Update) -> None:
        """What a handler would do; some texts take their time or go wrong."""
        message = update.effective_message
        text = (message.text or "") if message else "nothing"
        self.begun.append(text)
        if "slow" in text:
            await asyncio.sleep(0.3)
        if "fault" in text:
            raise ZeroDivisionError
        self.handled.append(text)

    @asynccontextmanager
    async def taking_in(self) -> AsyncIterator[None]:
        """Take updates in for as long as the block runs, as one process."""
        ports = self.desk.ports(bot_id=self.bot_id)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(Intake(self.application.bot, self.handle, ports).run(), name="intake")
            yield
            running.cancel()

    async def say(self, text: str, user: int = ANN) -> None:
        await self.chat.send_text(user, user, text)

    async def settle_after(self, text: str) -> None:
        await until(lambda: text in self.handled)
        await self.settle()

    async def settle(self) -> None:
        await until_found(partial(self.has_left, 0))

    async def has_left(self, updates: int) -> bool:
        return len(await list_unhandled(self.bot_id)) == updates

    def unconfirmed(self) -> int:
        """How many updates Telegram would send again."""
        return self.chat.board.updates.pending_count


@pytest.fixture
async def post(database: Path, tmp_path: Path) -> AsyncIterator[Post]:
    async with open_localchat(LocalChatConfig(tmp_path / "telegram", owner_id=ANN)) as chat:
        await chat.add_user(BEN, "Ben")
        application = build_application(chat.token, chat.api_root)
        async with application:
            yield Post(chat, application, open_desk(tmp_path))


async def test_update_is_handled_once_and_confirmed(post: Post) -> None:
    async with post.taking_in():
        await post.say("one")
        await until(lambda: post.handled == ["one"])
        await post.say("two")
        await until(lambda: post.handled == ["one", "two"])
        await post.settle()

    rows = await SeenUpdate.all()
    assert all(row.handled_at is not None and row.payload is None for row in rows)
    assert post.unconfirmed() <= 1, "only the last one may still be unconfirmed"


async def test_update_is_a_row_before_it_is_confirmed(post: Post) -> None:
    async with post.taking_in():
        await post.say("slow one")
        await until(lambda: post.begun == ["slow one"])
        rows = await list_unhandled(post.bot_id)

    assert [row.payload is not None for row in rows] == [True]


def message_of(number: int, text: str) -> tuple[int, dict[str, object]]:
    """An update with Ann's message, as a row keeps it."""
    chat = {"id": ANN, "type": "private"}
    return number, {"update_id": number, "message": {"message_id": 1, "date": 1, "chat": chat, "text": text}}


async def test_killed_between_row_and_handling_it_is_handled_at_the_next_start(post: Post) -> None:
    await record_updates(post.bot_id, [message_of(7, "from the row")], NOW)

    async with post.taking_in():
        await post.settle_after("from the row")


async def test_killed_between_row_and_confirming_it_is_handled_once(post: Post) -> None:
    await post.say("twice")
    (sent,) = await post.application.bot.get_updates()
    await record_updates(post.bot_id, [(sent.update_id, sent.to_dict())], NOW)

    async with post.taking_in():
        await post.say("after it")
        await post.settle_after("after it")

    assert post.handled == ["twice", "after it"]


@pytest.mark.slow
async def test_backlog_of_an_earlier_process_is_taken_up_whole_and_in_order(post: Post) -> None:
    texts = [f"{number}" for number in range(1, 1102)]  # more than one read brings
    await record_updates(post.bot_id, [message_of(int(text), text) for text in texts], NOW)

    async with post.taking_in():
        await until(lambda: len(post.handled) == len(texts), 30)

    assert post.handled == texts


async def test_repeated_update_starts_nothing(post: Post) -> None:
    await post.say("one")
    async with post.taking_in():
        await post.settle_after("one")

    async with post.taking_in():  # its last update was never confirmed, so it comes again
        await post.say("two")
        await post.settle_after("two")

    assert post.handled == ["one", "two"]


async def test_chat_keeps_its_order_and_chats_run_side_by_side(post: Post) -> None:
    async with post.taking_in():
        for text in ("slow 1", "2", "3"):
            await post.say(text)
        await post.say("other", BEN)
        await until(lambda: len(post.handled) == 4)

    assert post.handled == ["other", "slow 1", "2", "3"]


async def test_fault_in_one_update_ends_neither_its_chat_nor_the_others(post: Post) -> None:
    async with post.taking_in():
        await post.say("fault")
        await post.say("after it")
        await post.say("elsewhere", BEN)
        await until(lambda: sorted(post.handled) == ["after it", "elsewhere"])


async def test_update_that_killed_us_too_often_is_put_aside(post: Post) -> None:
    await record_updates(post.bot_id, [message_of(7, "deadly")], NOW)
    for _ in range(MAX_ATTEMPTS):
        await count_attempt(post.bot_id, 7)

    async with post.taking_in():
        await post.settle()
        await post.say("after it")
        await until(lambda: post.handled == ["after it"])

    assert post.begun == ["after it"]


@pytest.mark.parametrize(
    "poison",
    [
        {"message_id": 1, "date": 1, "chat": "not a chat"},
        {"message_id": 1, "date": 1},
        {"message_id": 1, "date": 1e30, "chat": {"id": ANN, "type": "private"}},
        "not even a message",
    ],
)
async def test_update_that_cannot_be_read_is_put_aside_and_the_next_one_handled(post: Post, poison: object) -> None:
    updates = post.chat.board.updates

    async with post.taking_in():
        await post.say("before it")
        await until(lambda: post.handled == ["before it"])
        await updates.keep(updates.add("message", poison))  # type: ignore[arg-type]  # as no server should
        await post.say("after it")
        await post.settle_after("after it")


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (401, "Unauthorized"),
        (404, "Not Found"),
        (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
    ],
)
async def test_trouble_in_the_middle_of_work_is_waited_out(post: Post, status: int, description: str) -> None:
    async with post.taking_in():
        await post.say("before")
        await until(lambda: post.handled == ["before"])
        post.chat.fail_next("getUpdates", status, description)
        await post.say("during")
        await post.say("after")
        await until(lambda: post.handled == ["before", "during", "after"])


async def test_flood_limit_names_its_own_pause(post: Post) -> None:
    post.chat.fail_next("getUpdates", 429, "Too Many Requests: retry after 1", {"retry_after": 1})

    async with post.taking_in():
        await post.say("patience")
        await until(lambda: post.handled == ["patience"], 4)


@pytest.mark.slow
async def test_outage_is_waited_out(post: Post) -> None:
    async with post.taking_in():
        await post.say("before")
        await until(lambda: post.handled == ["before"])
        post.chat.go_down()
        await post.say("during")
        await asyncio.sleep(1.5)
        assert post.handled == ["before"]
        post.chat.come_back()
        await until(lambda: post.handled == ["before", "during"], 15)


@pytest.mark.slow
async def test_full_disk_is_told_by_the_handler_and_ends_nothing(post: Post) -> None:
    async with post.taking_in():
        await post.say("before")
        await post.settle_after("before")
        (pages,) = (await writer().execute_query_dict("PRAGMA page_count"))[0].values()
        await writer().execute_query(f"PRAGMA max_page_count = {pages}")
        await post.say("x" * 4000)
        await post.say("y" * 4000)
        await until(lambda: len(post.handled) == 3)
        await writer().execute_query("PRAGMA max_page_count = 1000000")
        await post.say("after")
        await until(lambda: post.handled[-1] == "after")


async def test_end_lets_what_is_being_handled_finish_and_begins_nothing_more(post: Post) -> None:
    async with post.taking_in():
        await post.say("slow one")
        await post.say("two")
        await until(lambda: post.begun == ["slow one"])
        await until_found(partial(post.has_left, 2), 2)

    assert post.handled == ["slow one"]
    (left,) = await list_unhandled(post.bot_id)
    assert left.attempts == 0
    async with post.taking_in():
        await until(lambda: post.handled == ["slow one", "two"])


def test_inline_query_waits_for_no_message() -> None:
    person = {"id": ANN, "is_bot": False, "first_name": "Ann"}
    query = {"update_id": 1, "inline_query": {"id": "1", "from": person, "query": "", "offset": ""}}
    message = {"message_id": 1, "date": 1, "chat": {"id": ANN, "type": "private"}, "from": person}

    lanes = {lane_of(Update.de_json(one, None)) for one in (query, {"update_id": 2, "message": message})}

    assert len(lanes) == 2
