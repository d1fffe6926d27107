"""What the web front needs from outside, as one argument."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.services.cards import SnapshotCard
from models.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class WebPorts:
    """Everything behind the pages."""

    cards: Callable[[str], Awaitable[SnapshotCard]]  # permalink id → card; raises `models.errors.NotFound`
    blobs: BlobStore
    public_url: str  # without a slash at its end
    checks: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)  # raise when not ready
    content_url: str = ""  # a second origin for archived pages
    chat_url: str = ""  # where the chat opens, for the start page


PORTS = web.AppKey("ports", WebPorts)
