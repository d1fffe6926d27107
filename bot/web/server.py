"""The table of routes and the server around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.api.callers import PACE, Pace, guard_api
from bot.web.api.routes import API_ROUTES
from bot.web.archived import send_resource
from bot.web.bin import show_bin_page, sort_bin
from bot.web.changes import find_newest, send_changes_picture, show_changes
from bot.web.connections import QuietRunner
from bot.web.doors import close_door, open_door, show_door
from bot.web.events import LISTENERS, Listeners, send_events
from bot.web.failures import show_failures
from bot.web.feeding import change_feeds, show_feeds_page
from bot.web.feeds import send_atom, show_feed
from bot.web.health import show_alive, show_ready
from bot.web.installing import show_manifest, show_shared, show_tools
from bot.web.library import add_link, relabel_link, show_home, sort_out
from bot.web.library_parts import show_rows, show_suggestions
from bot.web.metrics import show_metrics
from bot.web.mini_app import enter_app, show_app
from bot.web.origins import KEPT, keep_apart
from bot.web.pages import RENDERER, build_renderer
from bot.web.ports import PORTS, WebPorts
from bot.web.security import set_headers
from bot.web.sessions import end_what_is_open, show_what_is_open
from bot.web.sharing import change_privacy, make_share, take_share_back
from bot.web.snapshots import (
    allow_replay,
    send_artifact,
    send_page,
    send_screenshot,
    show_snapshot,
    show_snapshot_document,
)
from bot.web.start import show_robots
from bot.web.static_files import STATIC_FILES, load_static_files, show_favicon, show_static_file
from bot.web.webhook import take_update

_P = "{p:[A-Za-z0-9_-]{16,64}}"
_X = "{share:[A-Za-z0-9_-]{16,64}}"
_F = "{feed:[A-Za-z0-9_-]{16,64}}"
_ONCE = "{secret:[A-Za-z0-9_-]{16,64}}"

# What a snapshot consists of, below its permalink and below every address under which it was shared.
_SNAPSHOT: tuple[tuple[str, Handler], ...] = (
    ("", show_snapshot),
    (".json", show_snapshot_document),
    ("/screenshot", send_screenshot),
    ("/page", send_page),
    ("/{kind:article|pdf|wacz|file|evidence(?:-[2-5])?}", send_artifact),
    # Style sheets name their bodies as the page does, beside themselves: one below the other where they import.
    ("/{assets:(?:assets/){1,12}}{sha256:[0-9a-f]{64}}", send_resource),
)

HEALTH: tuple[tuple[str, Handler], ...] = (
    ("/healthz", show_alive),
    ("/readyz", show_ready),
    ("/metrics", show_metrics),
)

ROUTES: tuple[tuple[str, Handler], ...] = (
    ("/", show_home),
    *((f"/s/{_P}{end}", handler) for end, handler in _SNAPSHOT),
    *((f"/x/{_X}{end}", handler) for end, handler in _SNAPSHOT),
    (f"/l/{_P}", find_newest),
    (f"/s/{_P}/latest", find_newest),
    (f"/s/{_P}/changes", show_changes),
    (f"/s/{_P}/changes.jpg", send_changes_picture),
    (f"/in/{_ONCE}", show_door),
    (f"/f/{_F}", show_feed),
    (f"/f/{_F}.atom", send_atom),
    ("/app", show_app),
    ("/events", send_events),
    ("/links/rows", show_rows),
    ("/suggest", show_suggestions),
    ("/bin", show_bin_page),
    ("/sessions", show_what_is_open),
    ("/feeds", show_feeds_page),
    *HEALTH,
    ("/static/{name}", show_static_file),
    ("/favicon.ico", show_favicon),
    ("/manifest.webmanifest", show_manifest),
    ("/share-target", show_shared),
    ("/tools", show_tools),
    ("/robots.txt", show_robots),
)

# What changes something: each reads its form by `bot.web.forms`, which lets only our own pages through.
FORMS: tuple[tuple[str, Handler], ...] = (
    (f"/in/{_ONCE}", open_door),
    ("/out", close_door),
    ("/app", enter_app),
    ("/links", add_link),
    ("/links/deeds", sort_out),
    ("/links/labels", relabel_link),
    ("/bin", sort_bin),
    ("/sessions", end_what_is_open),
    ("/feeds", change_feeds),
    ("/links/privacy", change_privacy),
    ("/shares", make_share),
    ("/shares/back", take_share_back),
)

_MAX_REQUEST_BYTES = 64 * 1024  # nothing here takes uploads
_MAX_LINE_BYTES = 64 * 1024  # 4,000 characters may be searched for: nine bytes each in an address, or twelve
_SHUTDOWN_SECONDS = 5
_IDLE_SECONDS = 75  # an hour by default: too many sockets for strangers to hold


def build_app(ports: WebPorts) -> web.Application:
    """Join routes, headers and pages to what is behind them."""
    app = web.Application(middlewares=[keep_apart, show_failures, guard_api], client_max_size=_MAX_REQUEST_BYTES)
    files = load_static_files()
    app[PORTS] = ports
    app[KEPT] = frozenset({send_page, send_artifact, send_resource, allow_replay})
    app[PACE] = Pace(ports.requests_a_minute)
    app[STATIC_FILES] = files
    app[LISTENERS] = Listeners()
    app[RENDERER] = build_renderer(files, ports.public_url)
    app.on_response_prepare.append(set_headers)
    app.add_routes([web.get(path, handler) for path, handler in ROUTES])
    app.add_routes([web.post(path, handler) for path, handler in FORMS])
    app.add_routes([web.options(f"{root}/wacz", allow_replay) for root in (f"/s/{_P}", f"/x/{_X}")])
    app.add_routes([web.route(method, path, handler) for method, path, handler in API_ROUTES])
    if ports.webhook is not None:
        app.router.add_post(ports.webhook.path, take_update)
    return app


def build_health_app(ports: WebPorts) -> web.Application:
    """What a process says of itself that shows nobody anything."""
    app = web.Application()
    app[PORTS] = ports
    app.add_routes([web.get(path, handler) for path, handler in HEALTH])
    return app


@asynccontextmanager
async def serve_web(ports: WebPorts, host: str, port: int, *, is_for_people: bool = True) -> AsyncIterator[str]:
    """Listen, and yield the address of the server; port 0 takes a free one."""
    # No access log: the addresses in it are the keys to what was kept.
    runner = QuietRunner(
        build_app(ports) if is_for_people else build_health_app(ports),
        access_log=None,
        keepalive_timeout=_IDLE_SECONDS,
        max_line_size=_MAX_LINE_BYTES,
        shutdown_timeout=_SHUTDOWN_SECONDS,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{_bracketed(host)}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
