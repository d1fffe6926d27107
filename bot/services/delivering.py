"""Delivering: the acknowledgement becomes the answer, from a row, whatever happens in between.

Only acknowledgements are ever *sent*; the answer is an edit of one, and an edit done twice looks the same. So a crash
or a lost connection at any moment is repaired by doing the row's step again, and nobody is answered twice.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.errors import ChatGone, MessageRefused, RetryLater
from bot.services.cards import ProgressCard, SnapshotCard
from bot.services.ports import Messenger, Photo, Ports, Target
from bot.services.saving import Receipt
from bot.services.showing import show_snapshot
from models.deliveries import (
    abandon_delivery,
    find_photo_ids,
    finish_delivery,
    postpone_delivery,
    set_message,
)
from models.errors import NotFound
from models.links import attach_message
from models.queue import place_in_queue
from models.tables import Delivery, MessageRole, Snapshot, Status

log = logging.getLogger(__name__)

FINAL = {Status.COMPLETE, Status.PARTIAL, Status.FAILED}
MAX_REFUSALS = 5  # an answer that Telegram will not take is tried again, in case we are wrong about that


async def acknowledge(receipt: Receipt, ports: Ports, messenger: Messenger) -> None:
    """Send the acknowledgement of a receipt, unless Telegram is in trouble: then its row waits."""
    if receipt.delivery is None or receipt.snapshot is None:
        return
    try:
        await _acknowledge(receipt.delivery, receipt.snapshot, ports, messenger)
    except RetryLater as error:
        await _postpone(receipt.delivery, error.seconds, ports)
    except ChatGone:
        await abandon_delivery(receipt.delivery.id)


async def deliver_in_order(deliveries: Sequence[Delivery], ports: Ports, messenger: Messenger) -> None:
    """Do the next step of the due deliveries of one chat; where one has to wait, the later ones wait with it."""
    for position, delivery in enumerate(deliveries):
        if not await _deliver(delivery, ports, messenger):
            for later in deliveries[position + 1 :]:
                await _postpone(later, 1, ports)
            return


async def _deliver(delivery: Delivery, ports: Ports, messenger: Messenger) -> bool:
    """Do the next step of one delivery; return False where its chat has to wait."""
    try:
        message_id = delivery.message_id or await _acknowledge(delivery, delivery.snapshot, ports, messenger)
        if delivery.snapshot.status in FINAL:
            await _answer(delivery, message_id, ports, messenger)
    except RetryLater as error:
        log.info("delivery postponed", extra={"delivery": delivery.id, "seconds": error.seconds})
        await _postpone(delivery, error.seconds, ports)
        return False
    except (ChatGone, NotFound):  # nobody to answer, or the link was deleted meanwhile
        log.info("delivery abandoned", extra={"delivery": delivery.id})
        await abandon_delivery(delivery.id)
    except MessageRefused:
        log.exception("delivery refused", extra={"delivery": delivery.id})
        await _postpone_or_abandon(delivery, ports)
    return True


async def _acknowledge(delivery: Delivery, snapshot: Snapshot, ports: Ports, messenger: Messenger) -> int:
    message_id = await messenger.acknowledge(target_of(delivery), await describe_progress(snapshot))
    await _attach(delivery, message_id, snapshot.link_id)
    await set_message(delivery.id, message_id, due_at=ports.clock())
    return message_id


async def describe_progress(snapshot: Snapshot) -> ProgressCard:
    """What the acknowledgement of a snapshot says."""
    if snapshot.status is Status.QUEUED:
        return ProgressCard(snapshot.url, "queued", await place_in_queue(snapshot))
    return ProgressCard(snapshot.url, snapshot.step or "opening")


async def _answer(delivery: Delivery, message_id: int, ports: Ports, messenger: Messenger) -> None:
    card = await show_snapshot(delivery.snapshot.id, ports.public_url)
    target = target_of(delivery)
    photo = await _find_photo(delivery, card, ports, messenger)
    try:
        shown = await messenger.show_card(target, message_id, card, photo)
    except MessageRefused:
        if photo is None or not photo.file_id:
            raise
        # Telegram has forgotten its copy: give it ours again.
        shown = await messenger.show_card(target, message_id, card, await _load_photo(card, ports))
    await _attach(delivery, shown.message_id, card.link_id)
    await finish_delivery(delivery.id, shown.message_id, shown.photo_file_id)


async def _find_photo(delivery: Delivery, card: SnapshotCard, ports: Ports, messenger: Messenger) -> Photo | None:
    """Telegram's own copy of the picture where it has one, else ours, else nothing."""
    known = await find_photo_ids(messenger.bot_id, [delivery.snapshot.id])
    if file_id := known.get(delivery.snapshot.id):
        return Photo(file_id=file_id)
    return await _load_photo(card, ports)


async def _load_photo(card: SnapshotCard, ports: Ports) -> Photo | None:
    picture = card.artifact("photo")
    return Photo(content=await ports.blobs.get(picture.sha256)) if picture else None


async def _attach(delivery: Delivery, message_id: int, link_id: int) -> None:
    """Let replies to this message of ours label the link."""
    await attach_message(delivery.bot_id, delivery.chat_telegram_id, message_id, MessageRole.ANSWER, link_id)


async def _postpone(delivery: Delivery, seconds: float, ports: Ports) -> None:
    await postpone_delivery(delivery.id, ports.clock() + timedelta(seconds=seconds))


async def _postpone_or_abandon(delivery: Delivery, ports: Ports) -> None:
    if delivery.attempts >= MAX_REFUSALS:
        await abandon_delivery(delivery.id)
    else:
        await _postpone(delivery, 60.0 * 2**delivery.attempts, ports)


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
