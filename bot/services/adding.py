"""Adding from the command line: captured here and now, in the owner's library, with nobody to deliver to."""

import asyncio

from bot.errors import InvalidRequest
from bot.parsing.addresses import parse_address
from bot.parsing.tags import parse_tag
from bot.services.admitting import get_owner
from bot.services.capturing import capture_snapshot
from bot.services.cards import SnapshotCard, View
from bot.services.choosing import view_of
from bot.services.ports import Ports
from bot.services.ruling import apply_rules
from bot.services.showing import show_snapshot
from capture.types import Engine, OnStep
from models.chats import get_library
from models.database import transaction
from models.links import key_of, save_link, set_note
from models.queue import claim_this, release_snapshot
from models.snapshots import FINAL, enqueue_snapshot, find_latest
from models.tables import Link, Snapshot, Status
from models.tags import add_tags

LEASE_GRACE = 120.0  # seconds that no capture takes beyond its limit: the command line does not renew its leases
LOOK_EVERY = 0.5  # at a snapshot that a running service captures


async def add(
    url: str, tags: tuple[str, ...], note: str, engine: Engine, ports: Ports, on_step: OnStep, seconds: float
) -> SnapshotCard:
    """Keep one address; a known one is labelled and not captured again. Raises `InvalidRequest`."""
    snapshot = await _save(url, tags, note, ports)
    await _capture(snapshot, engine, ports, on_step, seconds)
    return await show_snapshot(snapshot.id, ports.public_url)


async def _save(url: str, tags: tuple[str, ...], note: str, ports: Ports) -> Snapshot:
    address = parse_address(url)
    if address is None:
        scheme, separator, _ = url.partition("://")
        is_web = not separator or scheme.casefold() in {"http", "https"}
        raise InvalidRequest("no_host" if is_web else "not_http")
    names = [name for tag in tags if (name := parse_tag(tag)) is not None]
    async with transaction():
        owner = await get_owner()
        library = await get_library(owner)
        link, is_new = await save_link(library.id, key_of(address.key), address.url, owner.id, None, ports.clock())
        if is_new:
            await apply_rules(link)
        await add_tags(link, names)
        if note:
            await set_note(link, note)
        return await _latest_or_new(link, view_of(library), ports)


async def _latest_or_new(link: Link, view: View, ports: Ports) -> Snapshot:
    latest = await find_latest(link.id)
    if latest is None or latest.status is Status.FAILED:
        latest, _ = await enqueue_snapshot(
            link, ports.new_permalink(), ports.clock(), phone_view=view.is_phone, dark_view=view.is_dark
        )
    return latest


async def _capture(snapshot: Snapshot, engine: Engine, ports: Ports, on_step: OnStep, seconds: float) -> None:
    """Capture in this process, or wait for the one that has it in hand."""
    while not await _is_final(snapshot):
        claimed = await claim_this(snapshot.id, "command line", seconds + LEASE_GRACE, ports.clock())
        if claimed is None:
            await asyncio.sleep(LOOK_EVERY)
            continue
        try:
            await capture_snapshot(claimed, engine, ports, on_step, seconds)
        except BaseException:
            await release_snapshot(claimed)  # Ctrl-C, or a fault of ours: somebody else may do better
            raise


async def _is_final(snapshot: Snapshot) -> bool:
    latest = await find_latest(snapshot.link_id)
    return latest is None or latest.id != snapshot.id or latest.status in FINAL
