import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bell import Bell
from bot.deliverer import Deliverer
from bot.errors import MessengerError, RetryLater
from bot.services.cards import SnapshotCard
from bot.services.ports import Photo, Shown, Target
from models.deliveries import set_message
from models.tables import Delivery, DeliveryState, Snapshot
from tests.factories import BOT_ID, make_delivery, make_failed, make_link, make_snapshot
from tests.paper import PaperMessenger
from tests.patience import until
from tests.ports import Desk, WallClock, open_desk

wall_clock = WallClock()


class PickyMessenger(PaperMessenger):
    """Has trouble with some addresses, each time."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: dict[str, Exception] = {}

    async def show_card(self, target: Target, message_id: int, card: SnapshotCard, photo: Photo | None) -> Shown:
        for part, error in self.trouble.items():
            if part in card.url:
                raise error
        return await super().show_card(target, message_id, card, photo)


@dataclass
class Post:
    """A deliverer over an open database, and the chats that it serves."""

    desk: Desk
    messenger: PickyMessenger = field(default_factory=PickyMessenger)
    done: Bell = field(default_factory=Bell)

    @asynccontextmanager
    async def delivering(self, at_once: int = 100) -> AsyncIterator[None]:
        """Deliver for as long as the block runs."""
        async with asyncio.TaskGroup() as tasks:
            deliverer = Deliverer(self.desk.ports(), self.messenger, self.done, at_once=at_once)
            running = tasks.create_task(deliverer.run(), name="deliverer")
            yield
            running.cancel()

    async def promise(self, address: str, chat: int = 1) -> Delivery:
        """An answer that is due, with its acknowledgement."""
        delivery = await make_delivery(await make_ended(address), chat_telegram_id=chat, now=wall_clock())
        self.messenger.put_acknowledgement(chat, delivery.id)
        await set_message(delivery.id, delivery.id, wall_clock())
        return delivery

    def addresses(self, chat: int | None = None) -> list[str]:
        """The answers that stand, in the order in which they came."""
        return [
            url.removeprefix("https://example.com/") for where, url in self.messenger.finished if chat in {None, where}
        ]


async def make_ended(address: str) -> Snapshot:
    return await make_failed(await make_link(url=f"https://example.com/{address}"))


@pytest.fixture
def post(database: Path, tmp_path: Path) -> Post:
    desk = open_desk(tmp_path)
    desk.clock = wall_clock
    return Post(desk)


async def state_of(delivery: Delivery) -> DeliveryState:
    return (await Delivery.get(id=delivery.id)).state


async def test_answers_of_a_chat_arrive_in_order(post: Post) -> None:
    for number in range(6):
        await post.promise(str(number))

    async with post.delivering():
        await until(lambda: len(post.addresses()) == 6)

    assert post.addresses() == list("012345")


async def test_chats_are_served_side_by_side(post: Post) -> None:
    for chat in (1, 2, 3):
        await post.promise(f"of-{chat}", chat)
    post.messenger.seconds = 0.4

    async with post.delivering():
        started = asyncio.get_running_loop().time()
        await until(lambda: len(post.addresses()) == 3)

    assert asyncio.get_running_loop().time() - started < 1.1


async def test_chat_that_has_to_rest_keeps_its_order_and_holds_up_no_other(post: Post) -> None:
    for address in ("first", "second", "third"):
        await post.promise(address, 1)
    await post.promise("elsewhere", 2)
    post.messenger.trouble["first"] = RetryLater("flood limit", 0.7)

    async with post.delivering():
        await until(lambda: post.addresses(2) == ["elsewhere"])
        assert post.addresses(1) == []
        post.messenger.trouble.clear()
        await post.promise("fourth", 1)
        await until(lambda: len(post.addresses(1)) == 4)

    assert post.addresses(1) == ["first", "second", "third", "fourth"]


async def test_lost_answer_to_an_edit_is_repaired_by_doing_it_again(post: Post) -> None:
    delivery = await post.promise("one")
    post.messenger.lose_answer("show_card", 0.2)

    async with post.delivering():
        await until(lambda: len(post.addresses()) == 2)

    assert len(post.messenger.in_chat(1)) == 1
    assert await state_of(delivery) is DeliveryState.DELIVERED


async def test_unexpected_fault_of_one_answer_holds_up_no_other(post: Post) -> None:
    poison = await post.promise("poison")
    await post.promise("second")
    post.messenger.trouble["poison"] = ZeroDivisionError()

    async with post.delivering():
        await until(lambda: post.addresses() == ["second"])

    row = await Delivery.get(id=poison.id)
    assert (row.state, row.attempts) == (DeliveryState.PENDING, 1)
    assert row.due_at > wall_clock() + timedelta(seconds=50)


async def test_busy_chat_does_not_crowd_out_the_others(post: Post) -> None:
    for number in range(5):
        await post.promise(f"{number}", 1)
    await post.promise("elsewhere", 2)
    post.messenger.trouble["0"] = RetryLater("outage", 30)

    async with post.delivering(at_once=3):
        await until(lambda: post.addresses() == ["elsewhere"])


async def test_acknowledgement_that_nobody_sent_is_sent(post: Post) -> None:
    snapshot = await make_snapshot()
    await make_delivery(snapshot, due_at=wall_clock() + timedelta(seconds=0.3))

    async with post.delivering():
        await until(lambda: bool(post.messenger.messages))

    assert [message.progress for message in post.messenger.messages.values()] == [("queued",)]


async def test_bell_brings_an_answer_at_once(post: Post) -> None:
    async with post.delivering():
        await asyncio.sleep(0.1)
        await post.promise("one")
        post.done.ring()

        await until(lambda: post.addresses() == ["one"], 0.8)


async def test_end_waits_for_what_is_being_sent_and_begins_nothing_more(post: Post) -> None:
    first, second = await post.promise("first"), await post.promise("second")
    post.messenger.seconds = 0.3

    async with post.delivering():
        await asyncio.sleep(0.15)

    assert post.addresses() == ["first"]
    assert await state_of(first) is DeliveryState.DELIVERED
    assert await state_of(second) is DeliveryState.PENDING


async def test_end_does_not_wait_for_a_chat_that_rests(post: Post) -> None:
    await post.promise("first")
    post.messenger.trouble["first"] = RetryLater("flood limit", 60)
    started = asyncio.get_running_loop().time()

    async with post.delivering():
        await asyncio.sleep(0.2)

    assert asyncio.get_running_loop().time() - started < 3


async def test_answers_of_another_bot_are_not_touched(post: Post) -> None:
    foreign = await make_delivery(await make_ended("foreign"), bot_id=BOT_ID + 1, now=wall_clock())
    await post.promise("mine")

    async with post.delivering():
        await until(lambda: post.addresses() == ["mine"])

    assert await state_of(foreign) is DeliveryState.PENDING


async def test_outage_is_waited_out_and_everything_arrives_once_and_in_order(post: Post) -> None:
    for number in range(4):
        await post.promise(str(number))
    outage: list[MessengerError] = [RetryLater("outage", 0.1) for _ in range(5)]
    post.messenger.fail("show_card", *outage)

    async with post.delivering():
        await until(lambda: len(post.addresses()) == 4)

    assert post.addresses() == list("0123")
    assert [message.answers for message in post.messenger.in_chat(1)] == [1] * 4
