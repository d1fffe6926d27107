"""`snapkeep run`: chat, web and capture workers in one process; or one of these roles of several processes."""

import asyncio
import hmac
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_network
from urllib.parse import urlsplit

import click

from bot.app import Store, egress_policy, only_service, open_store, prepare_folder, utc_now
from bot.bell import Bell
from bot.browsers import choose_browser, weigh_browser
from bot.chat import COMMAND_KEYS, build_application, log_in, open_application, read_bot_id, set_way_in
from bot.deliverer import Deliverer
from bot.errors import StartFailed
from bot.handlers.context import House, SnapkeepApplication
from bot.intake import Intake
from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from bot.messenger import TelegramMessenger
from bot.queues import Queue, open_queue
from bot.queues.rows import RowQueue
from bot.services.admitting import admit_listed, get_owner, offer_claim
from bot.services.bundling import show_resource, show_resources
from bot.services.calling import Caller, recognise_caller
from bot.services.comparing import compare_permalinks, find_newest_permalink
from bot.services.housekeeping import keep_tidy
from bot.services.measuring import MeasuredEngine, Metrics
from bot.services.opening_app import Entrance, open_app
from bot.services.ports import AskMember, Ports, ask_nobody
from bot.services.receiving import receive_update
from bot.services.showing import show_permalink
from bot.services.signing_in import recognise_session
from bot.services.visiting import Visitor
from bot.settings import Settings
from bot.telemetry import open_tracer
from bot.watcher import keep_watch
from bot.web.ports import Webhook, WebPorts
from bot.web.server import serve_web
from bot.worker import CaptureWorkers
from capture.egress import AllowedNetwork, EgressPolicy
from capture.engine import ChromiumEngine, EngineConfig
from capture.types import Engine
from models.database import check_database, is_server

NO_TOKEN = "0:none"  # noqa: S105 - that of a process that never calls Telegram
LOCAL_CHAT_PORT = 8081  # preferred; a free one where it is taken


@dataclass(frozen=True, slots=True)
class Role:
    """What one process does of all that Snapkeep does."""

    chats: bool = False  # takes updates in, and looks after the house
    serves: bool = False  # the web
    captures: bool = False


EVERYTHING = Role(chats=True, serves=True, captures=True)


@dataclass(frozen=True, slots=True)
class Line:
    """Where the chat is: Telegram, or the one on this machine."""

    token: str
    api_root: str
    local: LocalChat | None = None
    webhook_url: str = ""  # empty: Telegram is asked for the updates
    webhook_secret: str = ""

    @property
    def bot_id(self) -> int:
        """The bot's own number; 0 where a process needs none."""
        return read_bot_id(self.token) if self.token else 0


async def run(settings: Settings, role: Role = EVERYTHING) -> None:
    """Serve until SIGTERM or SIGINT; what is under way then is given back and goes on at the next start."""
    stopped = watch_signals()
    prepare_folder(settings.data_dir)
    with ExitStack() as stack:
        if not is_server(settings.database_url):
            stack.enter_context(only_service(settings.data_dir, is_shared=role != EVERYTHING))
        await serve(settings, stopped, role)


async def serve(settings: Settings, stopped: asyncio.Event, role: Role = EVERYTHING) -> None:
    """Open everything in order, serve until somebody asks for the end, and close it in reverse."""
    is_shared = role != EVERYTHING or is_server(settings.database_url)
    async with open_store(settings, is_shared=is_shared) as kept, AsyncExitStack() as stack:
        tracer = await stack.enter_async_context(open_tracer(settings.otlp_url, kept.holder))
        store = replace(kept, tracer=tracer)
        await admit_listed(settings.allowed_users)
        line = await stack.enter_async_context(open_line(settings, role))
        work, written = Bell(), Bell() if line.webhook_url else None
        metrics = Metrics()
        checks: dict[str, Callable[[], Awaitable[None]]] = {"database": check_database, "files": store.blobs.check}
        engine = None
        if role.captures:
            policy = allow_sample(egress_policy(settings), line)
            browser = await stack.enter_async_context(ChromiumEngine(EngineConfig(choose_browser(settings), policy)))
            engine, checks["browser"] = MeasuredEngine(browser, metrics, tracer), browser.check
        application = build_application(
            line.token or NO_TOKEN, line.api_root, metrics.count_answer, store.pace(line.bot_id)
        )
        stack.push_async_callback(application.shutdown)
        queue = await stack.enter_async_context(
            open_queue(settings.database_url, store.holder, utc_now, work),
        )
        figures = metrics_reader(metrics, store.ports(line.bot_id))
        ask = TelegramMessenger(application.bot, line.bot_id).is_member
        webhook = open_webhook(store, line, written) if written and role.serves else None
        address = await stack.enter_async_context(
            open_web(store, line, checks, webhook, work, figures, role, ask_member=ask)
        )
        async with open_loops(store, line, engine, application, address, written, work, role=role, queue=queue):
            await stopped.wait()


@asynccontextmanager
async def open_loops(  # noqa: PLR0913 - everything comes together here
    store: Store,
    line: Line,
    engine: Engine | None,
    application: SnapkeepApplication,
    address: str,
    written: Bell | None = None,
    work: Bell | None = None,
    *,
    role: Role = EVERYTHING,
    queue: Queue | None = None,
) -> AsyncIterator[House]:
    """Take updates in, capture, deliver and tidy for as long as the block runs; `work` rings for new captures."""
    settings = store.settings
    work, done = work or Bell(), Bell()
    queue = queue or RowQueue(store.holder, utc_now, work)
    ports = store.ports(line.bot_id, work.ring)
    messenger = TelegramMessenger(application.bot, ports.bot_id)
    sample_url = line.local.sample_url if line.local else ""
    house = House(ports, messenger, done, settings.allowed_users, COMMAND_KEYS, sample_url)
    loops: list[tuple[str, Coroutine[None, None, None]]] = [("jobs", queue.look_after())]
    if engine is not None:
        workers = CaptureWorkers(engine, ports, messenger, queue, done, settings.capture_seconds)
        loops.append(("workers", workers.run(settings.captures)))
    if role.chats:
        loops.append(("housekeeping", keep_tidy(ports)))
        loops.append(("watcher", keep_watch(ports)))
        loops.append(("chat", chat(application, house, line, address, written)))
    else:
        loops.append(("telegram", announce_role(application, role, settings, address)))
    if role.chats or role.captures:
        loops.append(("deliverer", Deliverer(ports, messenger, done).run()))
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(loop, name=name) for name, loop in loops]
        yield house
        for task in running:
            task.cancel()


async def announce_role(application: SnapkeepApplication, role: Role, settings: Settings, address: str) -> None:
    """Log in where Telegram is asked anything, who is in a group included, and say what this process does."""
    if role.serves:
        click.echo(f"Permalinks: {settings.public_url} (listening on {address})")
    if settings.telegram_token.get_secret_value():
        await log_in(application)
    if role.captures:
        click.echo(f"Captures: {settings.captures} at a time, by a worker")


async def chat(
    application: SnapkeepApplication, house: House, line: Line, address: str, written: Bell | None = None
) -> None:
    """Log in, say where everything is, and take updates in."""
    await open_application(application, house)
    await set_way_in(application.bot, line.webhook_url, line.webhook_secret)
    await announce(application.bot.username, house.ports, line, address)
    await Intake(application.bot, application.process_update, house.ports).run(written)


@asynccontextmanager
async def open_line(settings: Settings, role: Role = EVERYTHING) -> AsyncIterator[Line]:
    """Telegram where there is a token, else a chat of our own on loopback, where one process does everything."""
    token = settings.telegram_token.get_secret_value()
    if token:
        secret = settings.webhook_secret.get_secret_value() or derive_secret(token)
        yield Line(token, settings.telegram_api, webhook_url=settings.webhook_url, webhook_secret=secret)
        return
    if role != EVERYTHING:
        if role.chats or role.captures:
            raise StartFailed(
                "SNAPKEEP_TELEGRAM_TOKEN: is empty; the local chat is part of `snapkeep run`, which does everything"
            )
        yield Line("", settings.telegram_api)
        return
    owner = await get_owner()
    config = LocalChatConfig(settings.data_dir / "localchat", port=LOCAL_CHAT_PORT, owner_id=owner.telegram_id)
    async with open_localchat(config) as local:
        yield Line(local.token, local.api_root, local)


def allow_sample(policy: EgressPolicy, line: Line) -> EgressPolicy:
    """Let captures reach the local chat's sample page: that port of this machine, and nothing else of it."""
    if line.local is None:
        return policy
    port = urlsplit(line.local.sample_url).port
    return replace(policy, allow=(*policy.allow, AllowedNetwork(ip_network("127.0.0.1/32"), port)))


def derive_secret(token: str) -> str:
    """What Telegram shows at the webhook where no secret was chosen: the same in every process that has the token."""
    return hmac.new(token.encode(), b"snapkeep webhook", "sha256").hexdigest()


def open_webhook(store: Store, line: Line, written: Bell) -> Webhook:
    """The route at which Telegram's updates come in."""
    ports = store.ports(line.bot_id)

    async def take(payload: Mapping[str, object]) -> None:
        await receive_update(payload, ports, written.ring)

    return Webhook(urlsplit(line.webhook_url).path or "/", line.webhook_secret, take)


def open_sessions(store: Store, ask_member: AskMember = ask_nobody) -> Callable[[str], Awaitable[Visitor | None]]:
    """Who is signed in in a browser, by its cookie."""

    ports = replace(store.ports(), ask_member=ask_member)

    async def recognise(cookie: str) -> Visitor | None:
        return await recognise_session(cookie, ports, store.settings.allowed_users)

    return recognise


def open_mini_app(store: Store, token: str) -> Callable[[str, str, int], Awaitable[Entrance | None]]:
    """Who is let in by what Telegram says of them; nobody without a token that could prove it."""
    ports, allowed = store.ports(), store.settings.allowed_users

    async def find_way_in(init_data: str, browser: str, signed_in_id: int) -> Entrance | None:
        return await open_app(init_data, browser, signed_in_id, token, allowed, ports)

    return find_way_in


def open_api(store: Store, ask_member: AskMember = ask_nobody) -> Callable[[str], Awaitable[Caller | None]]:
    """Who may call the HTTP API: whoever has a token."""
    token, allowed = store.settings.api_token.get_secret_value(), store.settings.allowed_users

    ports = replace(store.ports(), ask_member=ask_member)

    async def recognise(given: str) -> Caller | None:
        return await recognise_caller(given, token, allowed, ports)

    return recognise


@asynccontextmanager
async def open_web(  # noqa: PLR0913 - everything comes together here
    store: Store,
    line: Line,
    checks: Mapping[str, Callable[[], Awaitable[None]]],
    webhook: Webhook | None = None,
    work: Bell | None = None,
    figures: Callable[[], Awaitable[bytes]] | None = None,
    role: Role = EVERYTHING,
    *,
    ask_member: AskMember = ask_nobody,
) -> AsyncIterator[str]:
    """Serve the permalinks, or how this process does where they are not its business; yield the address."""
    settings = store.settings
    services = store.ports(line.bot_id, (work or Bell()).ring)
    ports = WebPorts(
        cards=lambda permalink_id: show_permalink(permalink_id, settings.public_url),
        blobs=store.blobs,
        public_url=settings.public_url,
        checks=checks,
        content_url=settings.content_url,
        replay_url=settings.replay_url,
        chat_url=line.local.page_url if line.local else "",
        resources=show_resource,
        all_resources=show_resources,
        webhook=webhook,
        metrics=figures,
        visitors=open_sessions(store, ask_member),
        callers=open_api(store, ask_member),
        mini_app=open_mini_app(store, line.token),
        services=services,
        comparisons=lambda newer, older, may: compare_permalinks(newer, older, services, may_start=may),
        newest=find_newest_permalink,
    )
    name, port = ("PORT", settings.port) if role.serves else ("HEALTH_PORT", settings.health_port)
    if not port and not role.serves:
        yield ""
        return
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serve_web(ports, settings.host, port, is_for_people=role.serves))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise StartFailed(f"SNAPKEEP_{name}: cannot listen on {settings.host}:{port}: {reason}") from error
        yield address


async def announce(username: str, ports: Ports, line: Line, address: str) -> None:
    """Print where to go; the one thing that a person has to read at the start."""
    if line.local is not None:
        click.echo(f"Local chat: {line.local.page_url}")
        click.echo(f"Permalinks: {ports.public_url} (listening on {address})")
        click.echo("Set SNAPKEEP_TELEGRAM_TOKEN in .env to make this your Telegram bot. Ctrl-C ends.")
        return
    click.echo(f"Telegram bot: https://t.me/{username}")
    click.echo(f"Permalinks: {ports.public_url} (listening on {address})")
    if token := await offer_claim(ports):
        click.echo(f"Claim it (once, within 7 days): https://t.me/{username}?start={token}")


def metrics_reader(metrics: Metrics, ports: Ports) -> Callable[[], Awaitable[bytes]]:
    """What /metrics answers with."""

    async def read() -> bytes:
        return await metrics.read(ports, await asyncio.to_thread(weigh_browser))

    return read


def watch_signals() -> asyncio.Event:
    """The event that somebody asks for the end; from now on, so that a half-finished start is closed in order too."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped
