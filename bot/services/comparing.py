"""*What changed?* between two versions of a link: worked out once, in a process of its own, and kept beside them.

Real is a sentence that came or went, or a picture that changed for more than `LEAST_SHARE` of its area where no
sentence did: less than that is what small things do that move. Advertisements and carousels are left out, whatever
their size (`capture.rotating`). See `capture.compare.noise` for the rest of the noise. The answer names what it left
out.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.errors import InvalidRequest
from bot.services.cards import ArtifactCard, ComparisonCard
from bot.services.ports import Difference, Ports, Side
from bot.services.showing import permalink_of
from models.comparisons import find_comparison, find_kept_before, find_newest_kept, keep_comparison
from models.errors import BlobMissing, NotFound
from models.queue import StoredArtifact
from models.snapshots import get_snapshot
from models.tables import Comparison, Snapshot, Status

RULE = 3  # counted up when the rule changes: what was found by an older one is worked out again
LEAST_SHARE = 0.02  # of the picture, where no sentence changed
MOST_KEPT = 200  # sentences of either kind
PICTURES, ROTATING = "pictures", "rotating"  # what is ignored of a picture


async def compare_in_chat(chat_id: int, permalink_id: str, ports: Ports) -> ComparisonCard:
    """What changed in one of this chat's snapshots against the version before; raise `NotFound`, `InvalidRequest`."""
    newer = await get_snapshot(permalink_id)
    if newer.link.chat_id != chat_id:
        raise NotFound("no such snapshot in this chat")
    return await _compare_with_before(newer, ports)


async def compare_newest(link_id: int, ports: Ports) -> ComparisonCard:
    """What changed in a link's newest kept version against the one before."""
    newer = await find_newest_kept(link_id)
    if newer is None:
        raise InvalidRequest("no_version_before")
    return await _compare_with_before(newer, ports)


async def compare_permalinks(permalink_id: str, older_id: str, ports: Ports, *, may_start: bool) -> ComparisonCard:
    """What changed between two permalinks of one link; without the second, against the version before.

    Whoever may not start any work sees what is worked out already, and each version against the one before: a link
    of five hundred versions has a hundred thousand pairs.
    """
    newer = await get_snapshot(permalink_id)
    if not older_id:
        return await _compare_with_before(newer, ports)
    older = await get_snapshot(older_id)
    if older.link_id != newer.link_id:
        raise NotFound("not two versions of one link")
    if older.version > newer.version:
        older, newer = newer, older
    if not may_start and await _find_known(older, newer) is None and await _is_further_back(older, newer):
        raise NotFound("not worked out for strangers")
    return await compare(older, newer, ports)


async def find_newest_permalink(permalink_id: str) -> str:
    """The permalink of the newest kept version of a permalink's link; itself where none was kept."""
    snapshot = await get_snapshot(permalink_id)
    newest = await find_newest_kept(snapshot.link_id)
    return newest.permalink if newest else snapshot.permalink


async def _compare_with_before(newer: Snapshot, ports: Ports) -> ComparisonCard:
    older = await find_kept_before(newer)
    if older is None:
        raise InvalidRequest("no_version_before")
    return await compare(older, newer, ports)


async def compare(older: Snapshot, newer: Snapshot, ports: Ports) -> ComparisonCard:
    """What changed between two snapshots that came with their artifacts."""
    if Status.FAILED in {older.status, newer.status} or newer.captured_at is None:
        raise InvalidRequest("no_version_before")
    known = await _find_known(older, newer) or await _work_out(older, newer, ports)
    return _build_card(known, older, newer, ports)


async def _find_known(older: Snapshot, newer: Snapshot) -> Comparison | None:
    """What was worked out by the rule of today."""
    known = await find_comparison(older.id, newer.id)
    return known if known is not None and known.outcome.get("rule") == RULE else None


async def _is_further_back(older: Snapshot, newer: Snapshot) -> bool:
    before = await find_kept_before(newer)
    return before is None or before.id != older.id


async def _work_out(older: Snapshot, newer: Snapshot, ports: Ports) -> Comparison:
    found = await _compare_versions(older, newer, ports)
    picture = None
    if found.jpeg:
        sha256 = await ports.blobs.put(found.jpeg)
        picture = StoredArtifact("changes", "image/jpeg", len(found.jpeg), sha256, found.width, found.height)
    outcome: dict[str, object] = {
        "rule": RULE,
        "added": found.added[:MOST_KEPT],
        "removed": found.removed[:MOST_KEPT],
        "ignored": found.ignored,
        "has_picture": found.has_picture,
        "regions": found.regions,
        "share": found.share,
        "rotated": found.rotated,
    }
    return await keep_comparison(older.id, newer.id, outcome, picture, ports.clock())


async def _compare_versions(older: Snapshot, newer: Snapshot, ports: Ports) -> Difference:
    """Without their pictures where those are the same."""
    names = [_picture_name(snapshot) for snapshot in (older, newer)]
    is_same = bool(names[0]) and names[0] == names[1]
    pictures = await _load(names, ports) if all(names) and not is_same else [b"", b""]
    sides = (
        Side(snapshot.captured_at or snapshot.queued_at, snapshot.text, picture)
        for snapshot, picture in zip((older, newer), pictures, strict=True)
    )
    found = await ports.compare(*sides)
    if found is None:
        raise InvalidRequest("compare_failed")
    return replace(found, has_picture=True) if is_same else found


def _picture_name(snapshot: Snapshot) -> str:
    return next((one.sha256 for one in snapshot.artifacts if one.kind == "screenshot"), "")


async def _load(names: Sequence[str], ports: Ports) -> list[bytes]:
    try:
        return [await ports.blobs.get(name) for name in names]
    except BlobMissing:
        return [b"", b""]


def _build_card(known: Comparison, older: Snapshot, newer: Snapshot, ports: Ports) -> ComparisonCard:
    outcome = known.outcome
    added, removed, ignored = (_texts(outcome.get(name)) for name in ("added", "removed", "ignored"))
    regions, share = outcome.get("regions"), outcome.get("share")
    regions = regions if isinstance(regions, int) else 0
    share = share if isinstance(share, int | float) else 0.0
    words_changed = bool(added or removed)
    is_noisy = not words_changed and regions > 0 and share < LEAST_SHARE
    is_real = words_changed or (regions > 0 and not is_noisy) or _address_changed(older, newer)
    picture = None
    if known.sha256 and is_real:
        picture = ArtifactCard("changes", known.media_type, known.bytes, known.sha256, known.width, known.height)
    return ComparisonCard(
        older_id=older.permalink,
        newer_id=newer.permalink,
        older_permalink=permalink_of(ports.public_url, older.permalink),
        newer_permalink=permalink_of(ports.public_url, newer.permalink),
        older_at=older.captured_at or older.queued_at,
        newer_at=newer.captured_at or newer.queued_at,
        title=newer.title,
        url=newer.final_url or newer.url,
        is_real=is_real,
        added=added,
        removed=removed,
        regions=regions if is_real else 0,
        ignored=(*ignored, *[PICTURES] * is_noisy, *[ROTATING] * bool(outcome.get("rotated"))),
        has_picture=bool(outcome.get("has_picture")),
        picture=picture,
        statuses=(older.http_status, newer.http_status),
        pictured=(bool(_picture_name(older)), bool(_picture_name(newer))),
    )


def _address_changed(older: Snapshot, newer: Snapshot) -> bool:
    """Whether the page died, or came back."""
    return older.http_status != newer.http_status or older.label != newer.label


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()
