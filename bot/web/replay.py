"""Replay of web archives, in a ReplayWeb.page that runs on an origin of its own: no stored script runs on one of ours.

It reads an archive from the second origin, where no cookie counts: what it may read, whoever holds the address may.
"""

from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.services.cards import SnapshotCard
from bot.web.origins import is_content_host
from bot.web.ports import PORTS
from bot.web.security import origin_of


def may_replay(request: web.Request) -> bool:
    """Whether a replay is set, and this is where it may read."""
    return bool(request.app[PORTS].replay_url) and is_content_host(request)


def replay_headers(request: web.Request) -> dict[str, str]:
    """What lets the replay's own pages, and nobody else's, read what is asked for."""
    return {
        "Access-Control-Allow-Origin": origin_of(request.app[PORTS].replay_url),
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "Range",
        "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
        "Access-Control-Max-Age": "600",
    }


def replay_href(card: SnapshotCard, replay_url: str, content_url: str) -> str:
    """Where the web archive of a snapshot is replayed; empty where it cannot be, as a private one."""
    if not replay_url or not content_url or card.needs_session or card.artifact("wacz") is None:
        return ""
    source = urlencode({"source": f"{content_url.rstrip('/')}{card.path}/wacz"})
    page = urlencode({"view": "replay", "url": card.final_url or card.url})
    return f"{replay_url.rstrip('/')}/?{source}#{page}"


def replay_host(href: str) -> str:
    """Who replays, as people are told."""
    return urlsplit(href).netloc
