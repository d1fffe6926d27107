from datetime import timedelta

import pytest

from models.deliveries import (
    abandon_delivery,
    find_photo_ids,
    finish_delivery,
    list_delivered,
    list_due,
    list_of_snapshot,
    postpone_delivery,
    set_message,
)
from models.links import bin_link
from models.queue import finish_snapshot
from models.tables import Delivery, DeliveryState
from tests.factories import BOT_ID, NOW, make_claimed, make_delivery, make_finished, make_link, make_outcome

pytestmark = pytest.mark.usefixtures("database")


async def test_an_answer_is_due_when_its_snapshot_is_finished() -> None:
    snapshot = await make_claimed()
    delivery = await make_delivery(snapshot)
    await set_message(delivery.id, 5, NOW)

    before = await list_due(BOT_ID, NOW, 10)
    await finish_snapshot(snapshot, make_outcome(title="Done"), [], NOW)
    after = await list_due(BOT_ID, NOW, 10)

    assert before == []
    assert [due.id for due in after] == [delivery.id]
    assert after[0].snapshot.title == "Done"
    assert after[0].snapshot.link.chat.title == "Ada"


async def test_what_the_chat_has_not_seen_acknowledged_is_due_too() -> None:
    unacknowledged = await make_delivery(await make_claimed(), due_at=NOW + timedelta(seconds=10))

    assert await list_due(BOT_ID, NOW, 10) == []
    assert [due.id for due in await list_due(BOT_ID, NOW + timedelta(seconds=10), 10)] == [unacknowledged.id]


async def test_answers_of_another_bot_or_of_a_binned_link_are_not_due() -> None:
    await make_delivery(bot_id=BOT_ID + 1)
    link = await make_link()
    await make_delivery(await make_finished(link))
    await bin_link(link.id, NOW)

    assert await list_due(BOT_ID, NOW, 10) == []


async def test_a_postponed_answer_is_due_later() -> None:
    delivery = await make_delivery()

    await postpone_delivery(delivery.id, NOW + timedelta(minutes=1))

    assert await list_due(BOT_ID, NOW, 10) == []
    (due,) = await list_due(BOT_ID, NOW + timedelta(minutes=1), 10)
    assert due.attempts == 1


async def test_a_delivered_or_abandoned_answer_is_never_due_again() -> None:
    delivered, abandoned = await make_delivery(), await make_delivery()

    await finish_delivery(delivered.id, 7, "file-id")
    await abandon_delivery(abandoned.id)

    assert await list_due(BOT_ID, NOW + timedelta(days=1), 10) == []
    assert (await Delivery.get(id=delivered.id)).message_id == 7
    assert (await Delivery.get(id=abandoned.id)).state is DeliveryState.ABANDONED


async def test_everybody_who_waits_for_a_snapshot_is_listed() -> None:
    snapshot = await make_finished()
    first, second = await make_delivery(snapshot), await make_delivery(snapshot, chat_telegram_id=88)
    await make_delivery()

    assert [delivery.id for delivery in await list_of_snapshot(snapshot.id)] == [first.id, second.id]


async def test_pictures_that_telegram_has_are_found_for_their_bot() -> None:
    sent, unsent = await make_finished(), await make_finished()
    for snapshot, bot_id, file_id in ((sent, BOT_ID, "mine"), (sent, BOT_ID + 1, "theirs"), (unsent, BOT_ID, "")):
        delivery = await make_delivery(snapshot, bot_id=bot_id)
        await finish_delivery(delivery.id, 1, file_id)

    assert await find_photo_ids(BOT_ID, [sent.id, unsent.id]) == {sent.id: "mine"}


async def test_the_answers_that_stand_in_a_chat_are_listed_newest_first() -> None:
    link = await make_link()
    told = [await make_delivery(await make_finished(link)) for _ in range(2)]
    for delivery in told:
        await finish_delivery(delivery.id, delivery.id, "")
    await make_delivery(await make_finished(link))

    assert [found.id for found in await list_delivered(link.id, BOT_ID, 10)] == [told[1].id, told[0].id]
