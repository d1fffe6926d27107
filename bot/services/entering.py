"""Entering links by the web and the API: rows first, as in the chat, but nobody waits for an answer there."""

from bot.errors import InvalidRequest
from bot.parsing.addresses import Address, parse_address
from bot.parsing.tags import parse_tag
from bot.services.cards import View
from bot.services.choosing import view_of
from bot.services.ports import Ports
from bot.services.ruling import apply_rules
from bot.services.saving import Receipt, ReceiptKind, check_quota
from models.chats import get_chat
from models.database import transaction
from models.links import find_link, get_link, key_of, save_link, set_note
from models.snapshots import ACTIVE, enqueue_snapshot, find_latest
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
    names = [name for tag in tags if (name := parse_tag(tag)) is not None]
    async with transaction():
        chat = await get_chat(chat_id)
        key = key_of(address.key)
        is_kept = await find_link(chat.id, key) is not None
        link, is_new = await save_link(chat.id, key, address.url, person_id, None, ports.clock())
        if is_new:
            await apply_rules(link)
        await add_tags(link, names)
        if note:
            await set_note(link, note)
        latest = await find_latest(link.id)
        if latest is not None and latest.status is not Status.FAILED:
            return Receipt(ReceiptKind.KNOWN, link.url, snapshot=latest, is_new=not is_kept)
        snapshot = await _queue(link, view_of(chat), ports)
    ports.wake_workers()
    return Receipt(ReceiptKind.QUEUED, link.url, snapshot=snapshot, is_new=not is_kept)


async def ask_again(chat_id: int, link_id: int, ports: Ports) -> Snapshot:
    """Queue another capture of a link, as its chat wants them to look. Raises `NotFound`, `InvalidRequest`."""
    async with transaction():
        chat = await get_chat(chat_id)
        link = await get_link(chat_id, link_id)
        latest = await find_latest(link.id)
        if latest is not None and latest.status in ACTIVE:
            return latest
        snapshot = await _queue(link, view_of(chat), ports)
    ports.wake_workers()
    return snapshot


async def _queue(link: Link, view: View, ports: Ports) -> Snapshot:
    await check_quota(link.chat_id, ports)
    snapshot, _ = await enqueue_snapshot(
        link, ports.new_permalink(), ports.clock(), phone_view=view.is_phone, dark_view=view.is_dark
    )
    return snapshot
