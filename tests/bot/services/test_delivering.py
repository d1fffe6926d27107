from datetime import timedelta

from bot.errors import ChatGone, ChatMoved, MessageRefused, RetryLater
from bot.messenger import OUTAGE_PAUSE
from bot.services.delivering import MAX_FAILURES, acknowledge, deliver, describe_progress, put_aside, target_of
from bot.services.saving import Receipt, ReceiptKind
from models.deliveries import finish_delivery, list_due
from models.links import attach_message, bin_link, list_links_of_message, restore_link, set_note
from models.queue import StoredArtifact
from models.tables import Delivery, DeliveryState, Link, MessageRole, Snapshot
from models.tags import add_tags
from tests.factories import (
    BOT_ID,
    NOW,
    make_chat,
    make_claimed,
    make_delivery,
    make_failed,
    make_finished,
    make_link,
    make_snapshot,
)
from tests.paper import PaperMessenger
from tests.ports import CHAT, Desk

PICTURE = b"\xff\xd8 a picture"


async def make_pictured(desk: Desk, link: Link | None = None) -> Snapshot:
    """A finished snapshot whose photo is in the store."""
    name = await desk.blobs.put(PICTURE)
    return await make_finished(link, artifacts=(StoredArtifact("photo", "image/jpeg", len(PICTURE), name, 8, 8),))


async def due(desk: Desk) -> list[Delivery]:
    return await list_due(BOT_ID, desk.clock.now, 100)


async def deliver_all(desk: Desk, messenger: PaperMessenger) -> list[float]:
    """Do the next step of everything that is due."""
    return [await deliver(one, desk.ports(), messenger) for one in await due(desk)]


async def state_of(delivery: Delivery) -> DeliveryState:
    return (await Delivery.get(id=delivery.id)).state


async def acknowledged(snapshot: Snapshot, desk: Desk, messenger: PaperMessenger) -> Delivery:
    delivery = await make_delivery(snapshot)
    await acknowledge(Receipt(ReceiptKind.QUEUED, snapshot.url, delivery, snapshot), desk.ports(), messenger)
    return delivery


async def test_acknowledgement_becomes_the_answer(desk: Desk, messenger: PaperMessenger) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)

    assert await deliver_all(desk, messenger) == [0.0]

    (message,) = messenger.in_chat(CHAT)
    assert message.card is not None
    assert message.photo is not None
    assert message.photo.content == PICTURE
    row = await Delivery.get(id=delivery.id)
    assert (row.state, row.message_id, row.photo_file_id) == (DeliveryState.DELIVERED, message.message_id, "file-id")
    assert await due(desk) == []


async def test_capture_that_goes_on_is_not_answered_yet(desk: Desk, messenger: PaperMessenger) -> None:
    await acknowledged(await make_claimed(), desk, messenger)

    assert await due(desk) == []
    assert messenger.finished == []


async def test_answer_and_acknowledgement_stand_for_the_link(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_pictured(desk)
    await acknowledged(snapshot, desk, messenger)
    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert [link.id for link in await list_links_of_message(BOT_ID, CHAT, message.message_id)] == [snapshot.link_id]


async def test_failure_is_answered_in_words(desk: Desk, messenger: PaperMessenger) -> None:
    await acknowledged(await make_failed(code="name_not_found"), desk, messenger)
    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.card is not None
    assert (message.card.error, message.photo) == ("name_not_found", None)


async def test_lost_acknowledgement_is_sent_by_the_row_when_its_time_has_come(
    desk: Desk, messenger: PaperMessenger
) -> None:
    snapshot = await make_snapshot()
    await make_delivery(snapshot, due_at=NOW + timedelta(seconds=10))
    assert await due(desk) == []
    desk.clock.wait(10)

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.progress == ("queued",)
    assert await due(desk) == []


async def test_acknowledgement_in_an_outage_is_left_to_the_row(desk: Desk, messenger: PaperMessenger) -> None:
    messenger.fail("acknowledge", RetryLater("outage", 30))
    delivery = await acknowledged(await make_snapshot(), desk, messenger)
    early = await due(desk)
    desk.clock.wait(30)

    await deliver_all(desk, messenger)

    assert early == []
    assert len(messenger.in_chat(CHAT)) == 1
    assert (await Delivery.get(id=delivery.id)).attempts == 0, "an outage is no failure of the answer"


async def test_refused_acknowledgement_does_not_stop_the_others_of_its_message(
    desk: Desk, messenger: PaperMessenger
) -> None:
    messenger.fail("acknowledge", MessageRefused("message thread not found"))

    delivery = await acknowledged(await make_snapshot(), desk, messenger)

    assert await state_of(delivery) is DeliveryState.PENDING


async def test_receipt_is_acknowledged_once(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_snapshot()
    delivery = await acknowledged(snapshot, desk, messenger)
    known = await Delivery.get(id=delivery.id)

    await acknowledge(Receipt(ReceiptKind.QUEUED, "", known, snapshot), desk.ports(), messenger)

    assert len(messenger.in_chat(CHAT)) == 1


async def test_deleted_acknowledgement_is_replaced(desk: Desk, messenger: PaperMessenger) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.messages.clear()

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.card is not None
    assert (await Delivery.get(id=delivery.id)).message_id == message.message_id


async def test_replacement_is_not_sent_twice_when_the_connection_breaks_after_it(
    desk: Desk, messenger: PaperMessenger
) -> None:
    await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.messages.clear()

    # The first edit finds the message gone; the second, of its replacement, meets the outage.
    first = await deliver((await due(desk))[0], desk.ports(), FailingSecondEdit(messenger))
    await deliver_all(desk, messenger)

    assert first == 5
    assert [message.answers for message in messenger.in_chat(CHAT)] == [1]


class FailingSecondEdit(PaperMessenger):
    """Another hand on the same paper, whose second edit does not get through."""

    def __init__(self, paper: PaperMessenger) -> None:
        super().__init__()
        self.messages = paper.messages
        self._edits = 0
        self.numbers = paper.numbers

    async def _before(self, method: str) -> None:
        if method == "show_card":
            self._edits += 1
            if self._edits == 2:
                raise RetryLater("outage", 5)


async def test_flood_limit_lets_the_chat_rest_and_the_answer_wait(desk: Desk, messenger: PaperMessenger) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.fail("show_card", RetryLater("flood limit", 17))

    rest = await deliver_all(desk, messenger)
    again = await deliver_all(desk, messenger)

    assert (rest, again) == ([17], [0.0])
    assert messenger.in_chat(CHAT)[0].answers == 1
    assert (await Delivery.get(id=delivery.id)).attempts == 0


async def test_outage_of_half_an_hour_uses_up_no_attempt_and_ends_within_seconds(
    desk: Desk, messenger: PaperMessenger
) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)
    came_back_at = desk.clock.now + timedelta(minutes=30)
    while desk.clock.now < came_back_at:
        messenger.fail("show_card", RetryLater("outage", OUTAGE_PAUSE))
        (pause,) = await deliver_all(desk, messenger)
        desk.clock.wait(pause)
    assert (await Delivery.get(id=delivery.id)).attempts == 0

    await deliver_all(desk, messenger)

    assert await state_of(delivery) is DeliveryState.DELIVERED
    assert [message.answers for message in messenger.in_chat(CHAT)] == [1]
    assert desk.clock.now <= came_back_at + timedelta(seconds=OUTAGE_PAUSE)


async def test_answer_whose_acceptance_was_not_heard_of_stands_once(desk: Desk, messenger: PaperMessenger) -> None:
    await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.lose_answer("show_card")

    await deliver_all(desk, messenger)
    await deliver_all(desk, messenger)

    assert len(messenger.in_chat(CHAT)) == 1
    assert await due(desk) == []


async def test_chat_that_is_gone_is_not_answered(desk: Desk, messenger: PaperMessenger) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.fail("show_card", ChatGone("bot was blocked by the user"))

    assert await deliver_all(desk, messenger) == [0.0]

    assert await state_of(delivery) is DeliveryState.ABANDONED


async def test_chat_that_blocks_us_before_the_acknowledgement_is_let_be(desk: Desk, messenger: PaperMessenger) -> None:
    messenger.fail("acknowledge", ChatGone("bot was blocked by the user"))

    assert await state_of(await acknowledged(await make_snapshot(), desk, messenger)) is DeliveryState.ABANDONED


async def test_answer_follows_a_group_that_moved(desk: Desk, messenger: PaperMessenger) -> None:
    await make_chat(CHAT)
    await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.fail("show_card", ChatMoved("group chat was upgraded", -100))

    await deliver_all(desk, messenger)
    await deliver_all(desk, messenger)

    assert [message.answers for message in messenger.in_chat(-100)] == [1]


async def test_known_picture_is_not_sent_again(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_pictured(desk)
    await finish_delivery((await make_delivery(snapshot)).id, 1, "file-id")
    await acknowledged(snapshot, desk, messenger)

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.photo is not None
    assert (message.photo.file_id, message.photo.content) == ("file-id", b"")


async def test_picture_that_telegram_has_forgotten_is_sent_again(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_pictured(desk)
    await finish_delivery((await make_delivery(snapshot)).id, 1, "forgotten")
    await acknowledged(snapshot, desk, messenger)

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.photo is not None
    assert message.photo.content == PICTURE


async def test_picture_that_telegram_does_not_take_leaves_an_answer_in_words(
    desk: Desk, messenger: PaperMessenger
) -> None:
    delivery = await acknowledged(await make_pictured(desk), desk, messenger)
    messenger.fail("show_card", MessageRefused("IMAGE_PROCESS_FAILED"))

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.card is not None
    assert message.photo is None
    assert await state_of(delivery) is DeliveryState.DELIVERED


async def test_picture_that_is_missing_leaves_an_answer_in_words(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_pictured(desk)
    await desk.blobs.delete(snapshot.artifacts[0].sha256)
    delivery = await acknowledged(snapshot, desk, messenger)

    await deliver_all(desk, messenger)

    assert await state_of(delivery) is DeliveryState.DELIVERED


async def test_answer_that_telegram_refuses_is_tried_again_and_given_up_in_the_end(
    desk: Desk, messenger: PaperMessenger
) -> None:
    delivery = await acknowledged(await make_failed(), desk, messenger)
    messenger.fail("show_card", *(MessageRefused("can't parse entities") for _ in range(20)))

    pauses = []
    while await state_of(delivery) is DeliveryState.PENDING:
        await deliver_all(desk, messenger)
        pauses.append((await Delivery.get(id=delivery.id)).due_at - desk.clock.now)
        desk.clock.now += pauses[-1]

    assert [pause.total_seconds() for pause in pauses] == [60, 120, 240, 480, 960, 0]
    assert await state_of(delivery) is DeliveryState.ABANDONED


async def test_answer_that_failed_often_enough_is_given_up(desk: Desk) -> None:
    delivery = await make_delivery()
    delivery.attempts = MAX_FAILURES

    await put_aside(delivery, desk.ports())

    assert await state_of(delivery) is DeliveryState.ABANDONED


async def test_answer_about_a_deleted_link_waits_until_the_link_comes_back(
    desk: Desk, messenger: PaperMessenger
) -> None:
    snapshot = await make_pictured(desk)
    delivery = await acknowledged(snapshot, desk, messenger)
    (caught,) = await due(desk)
    await bin_link(snapshot.link_id, NOW)

    assert await deliver(caught, desk.ports(), messenger) == 0.0
    assert await due(desk) == []
    assert messenger.finished == []
    await restore_link(snapshot.link_id)
    await deliver_all(desk, messenger)

    assert await state_of(delivery) is DeliveryState.DELIVERED


class Hasty(PaperMessenger):
    """A chat in which somebody labels the link while its answer is on the way."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link

    async def _before(self, method: str) -> None:
        await super()._before(method)
        if method == "show_card":
            await add_tags(self._link, ["late"])
            await set_note(self._link, "late note")


async def test_tags_that_come_while_the_answer_is_on_its_way_are_shown(desk: Desk) -> None:
    link = await make_link()
    messenger = Hasty(link)
    await acknowledged(await make_pictured(desk, link), desk, messenger)

    await deliver_all(desk, messenger)

    (message,) = messenger.in_chat(CHAT)
    assert message.card is not None
    assert (message.card.tags, message.card.note) == (("late",), "late note")


async def test_progress_says_the_place_in_the_queue_or_the_step(desk: Desk) -> None:
    running, first, second = await make_claimed(), await make_snapshot(), await make_snapshot()
    finished = await make_finished()

    told = [await describe_progress(snapshot) for snapshot in (first, second, running, finished)]

    assert [(one.step, one.place) for one in told] == [("queued", 1), ("queued", 2), ("opening", 0), ("picture", 0)]


async def test_answer_about_what_was_kept_before_says_so(desk: Desk) -> None:
    snapshot = await make_finished()
    known = await make_delivery(snapshot, now=NOW + timedelta(minutes=1))
    new = await make_delivery(snapshot, now=NOW)

    assert [target_of(delivery).is_known for delivery in (known, new)] == [True, False]


async def test_another_message_of_the_link_keeps_standing_for_it(desk: Desk, messenger: PaperMessenger) -> None:
    snapshot = await make_pictured(desk)
    await attach_message(BOT_ID, CHAT, 900, MessageRole.SOURCE, snapshot.link_id)
    await acknowledged(snapshot, desk, messenger)
    await deliver_all(desk, messenger)

    assert len(await list_links_of_message(BOT_ID, CHAT, 900)) == 1
