"""Adding from the command line: captured here and now, in the owner's library, with nobody to deliver to."""

from bot.errors import InvalidRequest
from bot.parsing.addresses import parse_address
from bot.parsing.tags import parse_tag
from bot.services.admitting import get_owner
from bot.services.capturing import capture_snapshot
from bot.services.cards import SnapshotCard
from bot.services.ports import Ports
from bot.services.showing import show_snapshot
from capture.types import Engine, OnStep
from models.chats import get_library
from models.database import transaction
from models.links import key_of, save_link, set_note
from models.queue import claim_this
from models.snapshots import enqueue_snapshot, find_latest
from models.tables import Link, Snapshot, Status
from models.tags import add_tags

LEASE_SECONDS = 180.0  # longer than any capture: the command line does not renew it


async def add(
    url: str, tags: tuple[str, ...], note: str, engine: Engine, ports: Ports, on_step: OnStep, seconds: float
) -> SnapshotCard:
    """Keep one address; a known one is labelled and not captured again. Raises `InvalidRequest`."""
    link = await _save(url, tags, note, ports)
    latest = await find_latest(link.id)
    if latest is None or latest.status is Status.FAILED:
        latest, _ = await enqueue_snapshot(link, ports.new_permalink(), ports.clock())
    await _capture(latest, engine, ports, on_step, seconds)
    return await show_snapshot(latest.id, ports.public_url)


async def _save(url: str, tags: tuple[str, ...], note: str, ports: Ports) -> Link:
    address = parse_address(url)
    if address is None:
        scheme, separator, _ = url.partition("://")
        is_web = not separator or scheme.casefold() in {"http", "https"}
        raise InvalidRequest("no_host" if is_web else "not_http")
    names = [name for tag in tags if (name := parse_tag(tag)) is not None]
    async with transaction():
        owner = await get_owner()
        library = await get_library(owner)
        link, _ = await save_link(library.id, key_of(address.key), address.url, owner.id, None, ports.clock())
        await add_tags(link, names)
        if note:
            await set_note(link, note)
    return link


async def _capture(snapshot: Snapshot, engine: Engine, ports: Ports, on_step: OnStep, seconds: float) -> None:
    """Capture in this process, unless another one has it in hand."""
    while claimed := await claim_this(snapshot.id, "command line", LEASE_SECONDS, ports.clock()):
        if await capture_snapshot(claimed, engine, ports, on_step, seconds) is not Status.QUEUED:
            return
