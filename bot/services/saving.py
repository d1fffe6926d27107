"""Saving links: rows first, so that whatever is acknowledged afterwards is kept already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.errors import InvalidRequest
from bot.parsing.addresses import Address
from bot.parsing.tags import Tags
from bot.services.cards import Origin, View
from bot.services.choosing import view_of
from bot.services.labelling import MessageKey, apply_remark
from bot.services.leading import look_behind
from bot.services.ports import Ports, Target
from bot.services.queueing import check_quota, queue_capture
from bot.services.ruling import apply_rules
from bot.services.tagging import note_loss
from models.database import transaction
from models.deliveries import create_delivery, list_of_snapshot
from models.links import attach_message, find_link, key_of, save_link
from models.snapshots import (
    ACTIVE,
    find_latest,
)
from models.tables import Chat, Delivery, Link, MessageRole, Snapshot, Status

ACKNOWLEDGE_WITHIN = timedelta(seconds=10)  # after that, whoever delivers sends the acknowledgement itself


class ReceiptKind(StrEnum):
    """What became of one link of a message."""

    QUEUED = "queued"
    KNOWN = "known"  # kept already: answered with what is there
    REPEATED = "repeated"  # this very message has been answered
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SaveOrder:
    """The links of one message, and what was said of them."""

    chat: Chat
    person_id: int | None
    addresses: tuple[Address, ...]
    target: Target
    message_id: int
    tags: Tags = field(default_factory=Tags)
    note: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one link: rows that exist, or the reason why not."""

    kind: ReceiptKind
    url: str
    delivery: Delivery | None = None
    snapshot: Snapshot | None = None
    refusal: InvalidRequest | None = None
    is_new: bool = False  # the link was not kept before


async def save(order: SaveOrder, ports: Ports) -> tuple[Receipt, ...]:
    """Keep every link of a message and queue what is new; return one receipt a link."""
    await look_behind(order.chat.id, order.addresses, ports)
    receipts = [await _save_one(order, address, ports) for address in order.addresses]
    if any(receipt.kind is ReceiptKind.QUEUED for receipt in receipts):
        ports.wake_workers()
    return tuple(receipts)


async def _save_one(order: SaveOrder, address: Address, ports: Ports) -> Receipt:
    try:
        async with transaction():
            return await _write_rows(order, address, ports)
    except InvalidRequest as refusal:
        return Receipt(ReceiptKind.REFUSED, address.url, refusal=refusal)


async def _write_rows(order: SaveOrder, address: Address, ports: Ports) -> Receipt:
    message = MessageKey(ports.bot_id, order.target.chat_id, order.message_id)
    key = key_of(address.key)
    known = await find_link(order.chat.id, key, include_binned=True)
    is_first_time = known is None or await _attach(message, known)
    if known is not None and known.deleted_at is not None and not is_first_time:
        return Receipt(ReceiptKind.REPEATED, address.url)  # an edit does not bring back what was deleted since
    link, is_new = await save_link(
        order.chat.id, key, address.url, order.person_id, _origin_json(order.origin), ports.clock()
    )
    if is_new:
        await _attach(message, link)
        await apply_rules(link)
    lost = await apply_remark(message, link, order.tags, order.note)
    await note_loss(lost, link, order.person_id, ports)
    latest = await find_latest(link.id)
    if not is_first_time:
        return Receipt(ReceiptKind.REPEATED, address.url, snapshot=latest)
    if latest is None or latest.status is Status.FAILED:
        return await _queue(order, link, ports)
    kind = ReceiptKind.QUEUED if latest.status in ACTIVE else ReceiptKind.KNOWN
    return Receipt(kind, address.url, await _await_answer(order.target, latest, ports), latest)


async def _attach(message: MessageKey, link: Link) -> bool:
    """Let the message stand for the link; False where it does already."""
    return await attach_message(
        message.bot_id, message.chat_telegram_id, message.message_id, MessageRole.SOURCE, link.id
    )


async def _queue(order: SaveOrder, link: Link, ports: Ports) -> Receipt:
    await check_quota(order.chat.id, ports)
    snapshot = await queue_capture(link, view_of(order.chat), ports)
    delivery = await _await_answer(order.target, snapshot, ports)
    return Receipt(ReceiptKind.QUEUED, link.url, delivery, snapshot)


async def capture_again(link: Link, target: Target, ports: Ports, view: View | None = None) -> Receipt:
    """Queue another capture of a known link; what is there already stays as it is."""
    async with transaction():
        latest = await find_latest(link.id)
        if latest is None or latest.status not in ACTIVE:
            await check_quota(link.chat_id, ports)
        snapshot = await queue_capture(link, view or View(), ports)
        delivery = await _find_awaited(target, snapshot, ports) or await _await_answer(target, snapshot, ports)
    ports.wake_workers()
    return Receipt(ReceiptKind.QUEUED, link.url, delivery, snapshot)


async def _find_awaited(target: Target, snapshot: Snapshot, ports: Ports) -> Delivery | None:
    """The answer that the same message awaits already: a button is pressed twice, an update comes again."""
    place = (ports.bot_id, target.chat_id, target.reply_to)
    for delivery in await list_of_snapshot(snapshot.id):
        if (delivery.bot_id, delivery.chat_telegram_id, delivery.reply_to) == place:
            return delivery
    return None


async def _await_answer(target: Target, snapshot: Snapshot, ports: Ports) -> Delivery:
    """Write down that somebody waits for this snapshot."""
    now = ports.clock()
    return await create_delivery(
        snapshot,
        ports.bot_id,
        target.chat_id,
        thread_id=target.thread_id,
        reply_to=target.reply_to,
        language=target.language,
        due_at=now + ACKNOWLEDGE_WITHIN,
        now=now,
    )


def _origin_json(origin: Origin | None) -> dict[str, str] | None:
    if origin is None:
        return None
    date = origin.date.isoformat() if origin.date else ""
    return {"kind": origin.kind, "name": origin.name, "date": date, "url": origin.url}


def refused(url: str, refusal: InvalidRequest) -> Receipt:
    """The receipt of an address that never becomes a link."""
    return Receipt(ReceiptKind.REFUSED, url, refusal=refusal)


def waiting(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Those receipts for which an acknowledgement has to be sent."""
    return [receipt for receipt in receipts if receipt.delivery is not None]
