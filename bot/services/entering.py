"""Entering links by the web and the API: rows first, as in the chat, but nobody waits for an answer there."""

from datetime import datetime

from bot.errors import InvalidRequest
from bot.parsing.addresses import Address, parse_address
from bot.parsing.tags import parse_tag
from bot.services.choosing import view_of
from bot.services.leading import look_behind
from bot.services.ports import Ports
from bot.services.queueing import check_quota, queue_capture
from bot.services.ruling import apply_rules
from bot.services.saving import Receipt, ReceiptKind
from bot.services.undoing import note_labelling
from models.chats import get_chat
from models.database import transaction
from models.links import find_link, get_link, key_of, save_link, set_note
from models.snapshots import ACTIVE, find_latest
from models.tables import Link, Snapshot, Status
from models.tags import add_tags


def read_address(text: str) -> Address:
    """The address that somebody typed; `InvalidRequest` says why it is none."""
    address = parse_address(text.strip())
    if address is None:
        scheme, separator, _ = text.strip().partition("://")
        is_web = not separator or scheme.casefold() in {"http", "https"}
        raise InvalidRequest("no_host" if is_web else "not_http")
    return address


async def enter(
    chat_id: int, person_id: int | None, address: Address, tags: tuple[str, ...], note: str, ports: Ports
) -> Receipt:
    """Keep an address in a library and queue its capture; a known one is labelled. Raises `InvalidRequest`."""
    await look_behind(chat_id, [address], ports)
    async with transaction():
        chat = await get_chat(chat_id)
        is_kept = await find_link(chat.id, key_of(address.key)) is not None
        link = await keep_link(chat.id, person_id, address, tags, note, ports)
        latest = await find_latest(link.id)
        if latest is not None and latest.status is not Status.FAILED:
            return Receipt(ReceiptKind.KNOWN, link.url, snapshot=latest, is_new=not is_kept)
        await check_quota(chat.id, ports)
        snapshot = await queue_capture(link, view_of(chat), ports)
    ports.wake_workers()
    return Receipt(ReceiptKind.QUEUED, link.url, snapshot=snapshot, is_new=not is_kept)


async def keep_link(
    chat_id: int,
    person_id: int | None,
    address: Address,
    tags: tuple[str, ...],
    note: str,
    ports: Ports,
    *,
    saved_at: datetime | None = None,
) -> Link:
    """Keep an address with its tags and note, inside a transaction; nothing is captured yet.

    `saved_at` is when somebody kept it elsewhere.
    """
    names = [name for tag in tags if (name := parse_tag(tag)) is not None]
    link, is_new = await save_link(
        chat_id, key_of(address.key), address.url, person_id, None, saved_at or ports.clock()
    )
    if is_new:
        await apply_rules(link)
    await add_tags(link, names)
    if note and note != link.note:
        if link.note:
            await note_labelling(chat_id, person_id, link.id, ports, removed=[], note=link.note)
        await set_note(link, note)
    return link


async def ask_again(chat_id: int, link_id: int, ports: Ports) -> Snapshot:
    """Queue another capture of a link, as its chat wants them to look. Raises `NotFound`, `InvalidRequest`."""
    async with transaction():
        chat = await get_chat(chat_id)
        link = await get_link(chat_id, link_id)
        latest = await find_latest(link.id)
        if latest is not None and latest.status in ACTIVE:
            return latest
        await check_quota(chat.id, ports)
        snapshot = await queue_capture(link, view_of(chat), ports)
    ports.wake_workers()
    return snapshot
