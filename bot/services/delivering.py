"""Delivering: the acknowledgement becomes the answer, from a row, whatever happens in between.

Only acknowledgements are ever *sent*; the answer is an edit of one, and an edit done twice looks the same. So a crash
or a lost connection at any moment is repaired by doing the row's step again, and nobody is answered twice.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.errors import ChatGone, ChatMoved, MessageGone, MessageRefused, MessengerError, RetryLater
from bot.rounds import insist
from bot.services.cards import ArtifactCard, ProgressCard, SnapshotCard
from bot.services.news import describe_news
from bot.services.ports import Messenger, Photo, Ports, Shown, Target
from bot.services.saving import Receipt
from bot.services.showing import show_snapshot
from bot.services.suggesting import suggest_tags
from bot.services.tracing import doing
from models.chats import migrate_chat
from models.deliveries import (
    abandon_delivery,
    delay_delivery,
    find_photo_ids,
    finish_delivery,
    postpone_delivery,
    set_message,
)
from models.errors import BlobMissing, NotFound, StoreFull
from models.links import attach_message
from models.queue import place_in_queue
from models.snapshots import find_link_id, get_snapshot_by_id
from models.tables import Delivery, MessageRole, Snapshot, Status
from models.watches import drop_watches_of

log = logging.getLogger(__name__)

FINAL = {Status.COMPLETE, Status.PARTIAL, Status.FAILED}
MAX_FAILURES = 5  # an answer that Telegram will not take is tried again, in case we are wrong about that
FIRST_PAUSE = 60.0  # seconds until then, doubled each time
MOVED_PAUSE = 0.1
FULL_PAUSE = 5.0


async def acknowledge(receipt: Receipt, ports: Ports, messenger: Messenger) -> None:
    """Send the acknowledgement of a receipt, unless Telegram is in trouble: then its row waits."""
    delivery, snapshot = receipt.delivery, receipt.snapshot
    if delivery is None or snapshot is None or delivery.message_id is not None:
        return
    with doing(ports.tracer, "acknowledge", snapshot, delivery=delivery.id):
        await _acknowledge_soon(delivery, snapshot, ports, messenger)


async def _acknowledge_soon(delivery: Delivery, snapshot: Snapshot, ports: Ports, messenger: Messenger) -> None:
    try:
        await _acknowledge(delivery, snapshot, ports, messenger)
    except RetryLater as error:
        await delay_delivery(delivery.id, ports.clock() + timedelta(seconds=error.seconds))
    except ChatMoved as error:
        await migrate_chat(delivery.chat_telegram_id, error.new_chat_id)
        await delay_delivery(delivery.id, ports.clock())
    except ChatGone:
        await abandon_delivery(delivery.id)
    except MessageRefused as error:  # whoever delivers tries again, and gives up in the end
        log.warning("acknowledgement refused", extra={"delivery": delivery.id, "reason": str(error)})


async def deliver(delivery: Delivery, ports: Ports, messenger: Messenger) -> float:
    """Do the next step of a due delivery; return for how many seconds its chat has to rest, 0 mostly.

    While the chat rests, its later answers wait as well: they arrive in order.
    """
    try:
        await delay_delivery(delivery.id, ports.clock())  # what could not be noted is not sent, again and again
        message_id = delivery.message_id or await _acknowledge(delivery, delivery.snapshot, ports, messenger)
        if delivery.snapshot.status in FINAL:
            await _answer(delivery, message_id, ports, messenger)
    except RetryLater as error:
        log.info("delivery has to wait", extra={"delivery": delivery.id, "seconds": error.seconds})
        return error.seconds
    except StoreFull:
        log.warning("no room to deliver", extra={"delivery": delivery.id})
        return FULL_PAUSE
    except ChatMoved as error:  # everything that waits here goes there, and is acknowledged there
        await migrate_chat(delivery.chat_telegram_id, error.new_chat_id)
        return MOVED_PAUSE
    except ChatGone:
        log.info("delivery abandoned", extra={"delivery": delivery.id})
        await abandon_delivery(delivery.id)
        await drop_watches_of(delivery.bot_id, delivery.chat_telegram_id)
    except NotFound:  # the link was deleted meanwhile; the row waits in case that it is brought back
        log.info("nothing to deliver any more", extra={"delivery": delivery.id})
    except MessageRefused:
        log.exception("delivery refused", extra={"delivery": delivery.id})
        await put_aside(delivery, ports)
    return 0.0


async def put_aside(delivery: Delivery, ports: Ports) -> None:
    """Let a delivery that failed wait, longer each time, so that it holds up no other; give it up in the end."""
    if delivery.attempts >= MAX_FAILURES:
        await abandon_delivery(delivery.id)
    else:
        pause = timedelta(seconds=FIRST_PAUSE * 2**delivery.attempts)
        await postpone_delivery(delivery.id, ports.clock() + pause)


async def _acknowledge(delivery: Delivery, snapshot: Snapshot, ports: Ports, messenger: Messenger) -> int:
    progress = announce_news(delivery) if delivery.news else await describe_progress(snapshot)
    message_id = await messenger.acknowledge(target_of(delivery), progress)
    await insist(partial(_note_acknowledgement, delivery, snapshot, message_id, ports))
    log.info("acknowledged")
    return message_id


async def _note_acknowledgement(delivery: Delivery, snapshot: Snapshot, message_id: int, ports: Ports) -> None:
    await _attach(delivery, message_id, await find_link_id(snapshot.id) or snapshot.link_id)
    await set_message(delivery.id, message_id, due_at=ports.clock())


def announce_news(delivery: Delivery) -> ProgressCard:
    """What stands in the chat until the news do, and what a telephone shows of them."""
    return ProgressCard(delivery.snapshot.url, f"news_{delivery.news}")


async def describe_progress(snapshot: Snapshot) -> ProgressCard:
    """What the acknowledgement of a snapshot says."""
    if snapshot.status is Status.QUEUED:
        return ProgressCard(snapshot.url, "queued", await place_in_queue(snapshot))
    return ProgressCard(snapshot.url, "picture" if snapshot.status in FINAL else snapshot.step or "opening")


async def _answer(delivery: Delivery, message_id: int, ports: Ports, messenger: Messenger) -> None:
    if delivery.news:
        await _tell_news(delivery, message_id, ports, messenger)
        return
    card = await show_answer(delivery, ports)
    try:
        shown = await _show(delivery, message_id, card, ports, messenger)
    except MessageGone:
        # Somebody deleted the acknowledgement: another one takes its place, so that the answer stays an edit.
        message_id = await _acknowledge(delivery, delivery.snapshot, ports, messenger)
        shown = await _show(delivery, message_id, card, ports, messenger)
    await _attach(delivery, shown.message_id, card.link_id)
    await finish_delivery(delivery.id, shown.message_id, shown.photo_file_id)
    log.info("answered")
    await _catch_up(delivery, shown, card, ports, messenger)


async def _tell_news(delivery: Delivery, message_id: int, ports: Ports, messenger: Messenger) -> None:
    news = await describe_news(delivery, ports)
    photo = await _load_photo(news.picture, ports)
    try:
        shown = await messenger.show_news(target_of(delivery), message_id, news, photo)
    except MessageGone:
        message_id = await _acknowledge(delivery, delivery.snapshot, ports, messenger)
        shown = await messenger.show_news(target_of(delivery), message_id, news, photo)
    except MessageRefused:
        if photo is None:
            raise
        shown = await messenger.show_news(target_of(delivery), message_id, news, None)
    await finish_delivery(delivery.id, shown.message_id, "")  # the picture is not the snapshot's own


async def show_answer(delivery: Delivery, ports: Ports) -> SnapshotCard:
    """The card of a delivery's snapshot, with the tags that its link may want; raise `NotFound`."""
    card = await show_snapshot(delivery.snapshot.id, ports.public_url)
    return replace(card, suggested=await suggest_tags(await get_snapshot_by_id(delivery.snapshot.id)))


async def _show(delivery: Delivery, message_id: int, card: SnapshotCard, ports: Ports, messenger: Messenger) -> Shown:
    """Show the card with Telegram's own copy of the picture, else with ours; in words where it takes neither."""
    target = target_of(delivery)
    known = await find_photo_ids(messenger.bot_id, [delivery.snapshot.id])
    if file_id := known.get(delivery.snapshot.id):
        try:
            return await messenger.show_card(target, message_id, card, Photo(file_id=file_id))
        except MessageGone:
            raise
        except MessageRefused as error:  # Telegram has forgotten its copy
            log.info("known picture refused", extra={"delivery": delivery.id, "reason": str(error)})
    if photo := await _load_photo(card.artifact("photo"), ports):
        try:
            return await messenger.show_card(target, message_id, card, photo)
        except MessageGone:
            raise
        except MessageRefused as error:
            log.warning("picture refused", extra={"delivery": delivery.id, "reason": str(error)})
    return await messenger.show_card(target, message_id, card, None)


async def _load_photo(picture: ArtifactCard | None, ports: Ports) -> Photo | None:
    if picture is None:
        return None
    try:
        return Photo(content=await ports.blobs.get(picture.sha256))
    except BlobMissing:
        log.exception("picture is missing", extra={"blob": picture.sha256})
        return None


async def _catch_up(delivery: Delivery, shown: Shown, card: SnapshotCard, ports: Ports, messenger: Messenger) -> None:
    """Show what came while the answer was on its way: tags, the note, another permalink, and what could not be made."""
    fresh = await show_answer(delivery, ports)
    if _can_change(fresh) == _can_change(card):
        return
    try:
        await messenger.refresh_card(target_of(delivery), shown.message_id, fresh)
    except MessengerError as error:
        log.info("answer not refreshed", extra={"delivery": delivery.id, "reason": str(error)})


def _can_change(card: SnapshotCard) -> tuple[object, ...]:
    return card.tags, card.note, card.missing, card.permalink, card.is_private


async def _attach(delivery: Delivery, message_id: int, link_id: int) -> None:
    """Let replies to this message of ours label the link."""
    await attach_message(delivery.bot_id, delivery.chat_telegram_id, message_id, MessageRole.ANSWER, link_id)


def target_of(delivery: Delivery) -> Target:
    """Where the answer of a delivery goes, which came with its snapshot."""
    finished_at = delivery.snapshot.finished_at
    return Target(
        delivery.chat_telegram_id,
        delivery.reply_to,
        delivery.thread_id,
        delivery.language or "en",
        is_known=finished_at is not None and finished_at < delivery.created_at,
    )
