"""What the web front needs from outside, as one argument."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.services.calling import Caller
from bot.services.cards import ComparisonCard, ResourceCard, SnapshotCard
from bot.services.opening_app import Entrance
from bot.services.ports import Ports
from bot.services.visiting import Visitor, find_nobody
from models.blobs import BlobStore
from models.errors import NotFound


async def find_none(_permalink_id: str, _sha256: str) -> ResourceCard:
    """A shelf without any bodies."""
    raise NotFound("no bodies are kept here")


async def list_none(_permalink_id: str) -> Sequence[ResourceCard]:
    """Nothing on that shelf."""
    return ()


async def compare_none(_permalink_id: str, _older_id: str, _may_start: bool) -> ComparisonCard:  # noqa: FBT001 - a port
    """Nothing to compare."""
    raise NotFound("no versions are compared here")


async def lead_nowhere(permalink_id: str) -> str:
    """Every version is the newest."""
    return permalink_id


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings its updates to."""

    path: str
    secret: str
    take: Callable[[Mapping[str, object]], Awaitable[None]]  # raises ValueError for what is no update


@dataclass(frozen=True, slots=True)
class WebPorts:
    """Everything behind the pages."""

    cards: Callable[[str], Awaitable[SnapshotCard]]  # permalink id → card; raises `models.errors.NotFound`
    blobs: BlobStore
    public_url: str  # without a slash at its end
    checks: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)  # raise when not ready
    content_url: str = ""  # a second origin for archived pages
    replay_url: str = ""  # a ReplayWeb.page, on an origin that is neither of ours
    chat_url: str = ""  # where the chat opens, for the start page
    resources: Callable[[str, str], Awaitable[ResourceCard]] = find_none  # permalink id and hash → one body
    all_resources: Callable[[str], Awaitable[Sequence[ResourceCard]]] = list_none
    # Newer and older id, or ""; and whether more may be worked out for this visitor than for strangers.
    comparisons: Callable[[str, str, bool], Awaitable[ComparisonCard]] = compare_none
    newest: Callable[[str], Awaitable[str]] = lead_nowhere  # permalink id → that of the newest kept version
    webhook: Webhook | None = None
    metrics: Callable[[], Awaitable[bytes]] | None = None  # as Prometheus reads them
    visitors: Callable[[str], Awaitable[Visitor | None]] = find_nobody  # a session's cookie → who is signed in
    services: Ports | None = None  # for whoever is signed in; without it the web only shows permalinks
    # An API token → who calls; None, or `NotFound` from it: there is no API.
    callers: Callable[[str], Awaitable[Caller | None]] | None = None
    # What Telegram says of whoever opens the Mini App, their browser's name, who is signed in there → a way in.
    mini_app: Callable[[str, str, int], Awaitable[Entrance | None]] | None = None
    requests_a_minute: int = 300  # that one person's scripts may send


PORTS = web.AppKey("ports", WebPorts)


def get_services(request: web.Request) -> Ports:
    """What works for whoever is signed in; where the web only shows permalinks, there is nothing here."""
    services = request.app[PORTS].services
    if services is None:
        raise web.HTTPNotFound
    return services
