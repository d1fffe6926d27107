"""Sharing: an address for somebody else that ends by itself, and at once where it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import InvalidRequest
from bot.services.cards import SnapshotCard
from bot.services.ports import Ports
from bot.services.showing import build_card
from models.database import transaction
from models.errors import NotFound
from models.shares import count_open, count_shares, create_share, drop_share, get_share, list_shares
from models.snapshots import get_snapshot, get_snapshot_by_id
from models.tables import Share, Snapshot

USUAL = timedelta(days=7)
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=366)
MOST = 500  # at once in one library


@dataclass(frozen=True, slots=True)
class ShareCard:
    """A shared address, as the people of its library see it."""

    share_id: int
    address: str
    permalink_id: str
    title: str
    opens: int
    expires_at: datetime


async def share(chat_id: int, permalink_id: str, lasts: timedelta, person_id: int | None, ports: Ports) -> ShareCard:
    """Share a snapshot of that library; raise `NotFound`, or `InvalidRequest` for what is too long or too much."""
    if not SHORTEST <= lasts <= LONGEST:
        raise InvalidRequest("share_lasts")
    now = ports.clock()
    async with transaction():
        snapshot = await _get_of(chat_id, permalink_id)
        if await count_shares(chat_id, now) >= MOST:
            raise InvalidRequest("too_many_shares", limit=MOST)
        made = await create_share(snapshot.id, ports.new_permalink(), person_id, now + lasts, now)
    return _card_of(made, snapshot, ports)


async def open_share(token: str, ports: Ports, *, is_counted: bool = False) -> SnapshotCard:
    """What a shared address shows: this one snapshot, and no way from it to any other address. Raises `NotFound`."""
    found = await get_share(token, ports.clock())
    snapshot = await get_snapshot_by_id(found.snapshot_id)
    if is_counted:
        await count_open(found.id)
    card = await build_card(snapshot, ports.public_url)
    return replace(
        card, permalink=_address_of(token, ports), versions=(), is_private=False, shared_until=found.expires_at
    )


async def resolve_share(token: str, ports: Ports) -> str:
    """The permalink id of what a shared address shows, which stays in the house. Raises `NotFound`."""
    return (await get_share(token, ports.clock())).snapshot.permalink


async def show_shares(chat_id: int, ports: Ports, *, permalink_id: str = "") -> tuple[ShareCard, ...]:
    """What of a library is shared now, or of one of its snapshots; raise `NotFound` for anybody else's."""
    snapshot_id = (await _get_of(chat_id, permalink_id)).id if permalink_id else None
    return _cards_of(await list_shares(chat_id, ports.clock(), snapshot_id=snapshot_id), ports)


async def take_back(chat_id: int, share_id: int) -> None:
    """End a share of that library now; raise `NotFound` for any other."""
    await drop_share(chat_id, share_id)


async def _get_of(chat_id: int, permalink_id: str) -> Snapshot:
    snapshot = await get_snapshot(permalink_id)
    if snapshot.link.chat_id != chat_id:
        raise NotFound("no such snapshot in this library")
    return snapshot


def _cards_of(shares: Sequence[Share], ports: Ports) -> tuple[ShareCard, ...]:
    return tuple(_card_of(one, one.snapshot, ports) for one in shares)


def _card_of(made: Share, snapshot: Snapshot, ports: Ports) -> ShareCard:
    return ShareCard(
        share_id=made.id,
        address=_address_of(made.token, ports),
        permalink_id=snapshot.permalink,
        title=snapshot.title or snapshot.link.title or snapshot.url,
        opens=made.opens,
        expires_at=made.expires_at or ports.clock(),
    )


def _address_of(token: str, ports: Ports) -> str:
    return f"{ports.public_url}/x/{token}"
