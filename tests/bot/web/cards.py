"""Hand-made cards, and the server that shows them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.services.cards import ArtifactCard, Origin, ResourceCard, SnapshotCard, VersionCard
from bot.web.ports import WebPorts
from bot.web.server import serve_web
from models.blobs import BlobStore
from models.errors import NotFound

PUBLIC_URL = "https://keep.example"
PERMALINK_ID = "u3m1vQ9bW2sK7xTzR4aYpA"
CAPTURED_AT = datetime(2026, 1, 31, 8, 15, tzinfo=UTC)

GIVEN = SnapshotCard(
    permalink_id=PERMALINK_ID,
    permalink=f"{PUBLIC_URL}/s/{PERMALINK_ID}",
    url="https://news.example/story?utm_source=chat",
    final_url="https://news.example/story",
    title="The lighthouse keeper’s garden",
    site="News Example",
    language="en",
    author="Ada Lindqvist",
    published_at=datetime(2026, 1, 30, 6, 0, tzinfo=UTC),
    captured_at=CAPTURED_AT,
    queued_at=datetime(2026, 1, 31, 8, 14, 57, tzinfo=UTC),
    status="complete",
    label="ok",
    error="",
    http_status=200,
    excerpt="Forty years of wind, and still the roses come back.",
    missing=(),
    artifacts=(),
    version=1,
    versions=(VersionCard(1, f"{PUBLIC_URL}/s/{PERMALINK_ID}", "complete", CAPTURED_AT),),
    link_id=7,
    tags=("secret-garden",),
    note="a note of mine",
    origin=Origin("channel", "A channel of mine"),
    saved_by="Grace Sender",
    saved_at=CAPTURED_AT,
)


def make_card(**changes: Any) -> SnapshotCard:
    """The given card with some fields changed."""
    return replace(GIVEN, **changes)


async def store(
    blobs: BlobStore, kind: str, media_type: str, content: bytes, *, size: tuple[int, int] | None = None
) -> ArtifactCard:
    """Keep some bytes and return the card that names them."""
    width, height = size or (None, None)
    return ArtifactCard(kind, media_type, len(content), await blobs.put(content), width, height)


def make_shelf(bodies: Mapping[str, Sequence[ResourceCard]]) -> dict[str, Any]:
    """The ports behind which the bodies of archived pages lie, by permalink id."""

    async def find(permalink_id: str, sha256: str) -> ResourceCard:
        found = [one for one in bodies.get(permalink_id, ()) if one.sha256 == sha256]
        if not found:
            raise NotFound(sha256)
        return found[0]

    async def list_all(permalink_id: str) -> Sequence[ResourceCard]:
        return bodies.get(permalink_id, ())

    return {"resources": find, "all_resources": list_all}


@asynccontextmanager
async def serve(blobs: BlobStore, /, *cards: SnapshotCard, **ports: Any) -> AsyncIterator[str]:
    """A real server on loopback with these cards behind it."""
    behind = make_ports(blobs, {card.permalink_id: card for card in cards}, **ports)
    async with serve_web(behind, "127.0.0.1", 0) as url:
        yield url


def make_ports(blobs: BlobStore, cards: Mapping[str, SnapshotCard], /, **ports: Any) -> WebPorts:
    """What is behind the server."""

    async def get_card(permalink_id: str) -> SnapshotCard:
        if permalink_id not in cards:
            raise NotFound(permalink_id)
        return cards[permalink_id]

    return replace(WebPorts(get_card, blobs, PUBLIC_URL), **ports)
