"""News of watched pages, as their chats are shown them."""

from dataclasses import replace

from bot.services.cards import ArtifactCard, ComparisonCard, NewsCard, SnapshotCard
from bot.services.comparing import compare
from bot.services.ports import Ports
from bot.services.showing import build_card, permalink_of
from bot.services.sights import Sight, count_unseen, sight_of
from models.snapshots import get_snapshot_by_id
from models.tables import Delivery, Snapshot
from models.watches import find_watch, list_looks


async def describe_news(delivery: Delivery, ports: Ports) -> NewsCard:
    """What a delivery of news has to say; raise `NotFound` while its link lies in the bin."""
    newer = await get_snapshot_by_id(delivery.snapshot_id)
    older = await get_snapshot_by_id(delivery.older_id) if delivery.older_id else None
    comparison = await _compare(older, newer, ports)
    return NewsCard(
        kind=delivery.news.value,
        card=_called_as_before(await build_card(newer, ports.public_url), older, newer),
        looks=count_unseen([one for one in await list_looks(newer.link_id) if one.version <= newer.version]),
        is_watched=await find_watch(newer.link_id) is not None,
        older_permalink=permalink_of(ports.public_url, older.permalink) if older else "",
        older_at=older.captured_at if older else None,
        comparison=comparison,
        picture=_picture(comparison, older, newer),
    )


def _called_as_before(card: SnapshotCard, older: Snapshot | None, newer: Snapshot) -> SnapshotCard:
    """An error page has another title than the page that people know."""
    if older is None or not older.title or sight_of(newer) is Sight.PAGE:
        return card
    return replace(card, title=older.title)


async def _compare(older: Snapshot | None, newer: Snapshot, ports: Ports) -> ComparisonCard | None:
    if older is None or {sight_of(older), sight_of(newer)} != {Sight.PAGE}:
        return None
    return await compare(older, newer, ports)


def _picture(comparison: ComparisonCard | None, older: Snapshot | None, newer: Snapshot) -> ArtifactCard | None:
    """What changed in boxes; else the page: as it is, and where it is gone, as it was."""
    if comparison is not None and comparison.picture is not None:
        return comparison.picture
    shown = newer if sight_of(newer) is Sight.PAGE else older
    photo = next((one for one in shown.artifacts if one.kind == "photo"), None) if shown else None
    if photo is None:
        return None
    return ArtifactCard(photo.kind, photo.media_type, photo.bytes, photo.sha256, photo.width, photo.height)
