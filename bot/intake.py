"""Taking updates in: each is a row before Telegram is told that it arrived, so a killed process loses none.

python-telegram-bot's own updater confirms what is still in its memory; this one reads the same method and writes first.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Update
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.services.ports import Ports
from models.updates import count_attempt, forget_updates, list_unhandled, mark_handled, record_updates

log = logging.getLogger(__name__)

POLL_SECONDS = 50  # the server's own cap
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
MAX_ATTEMPTS = 5  # an update during which the process died this often is put aside
KEEP_HANDLED = timedelta(days=7)  # Telegram repeats an update for at most 24 hours
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

Handle = Callable[[Update], Awaitable[None]]


class Lanes:
    """Updates of one chat one after another, chats side by side."""

    def __init__(self, tasks: asyncio.TaskGroup, handle: Handle) -> None:
        self._tasks = tasks
        self._handle = handle
        self._waiting: dict[int, deque[Update]] = {}

    def put(self, update: Update) -> None:
        """Handle an update after those that came before it in the same chat."""
        key = _lane_of(update)
        if key in self._waiting:
            self._waiting[key].append(update)
            return
        self._waiting[key] = deque([update])
        self._tasks.create_task(self._drain(key), name=f"chat {key}")

    async def _drain(self, key: int) -> None:
        lane = self._waiting[key]
        while lane:
            await self._handle(lane.popleft())
        del self._waiting[key]


def _lane_of(update: Update) -> int:
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


class Intake:
    """The poller of one bot."""

    def __init__(self, bot: ExtBot[int], process: Handle, ports: Ports) -> None:
        self._bot = bot
        self._process = process
        self._ports = ports
        self._pause = FIRST_PAUSE

    async def run(self) -> None:
        """Handle what an earlier process left, then what arrives, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            lanes = Lanes(tasks, self._handle)
            offset = await self._replay(lanes)
            while True:
                offset = await self._poll(offset, lanes)

    async def _replay(self, lanes: Lanes) -> int:
        await forget_updates(self._ports.clock() - KEEP_HANDLED)
        offset = 0
        for row in await list_unhandled(self._ports.bot_id):
            await self._take(row.update_id, row.payload or {}, lanes)
            offset = row.update_id + 1
        return offset

    async def _poll(self, offset: int, lanes: Lanes) -> int:
        """Wait for updates, write them down and hand them on; return the offset that confirms them."""
        try:
            updates = await self._bot.get_updates(
                offset=offset or None,
                timeout=POLL_SECONDS,
                read_timeout=POLL_SECONDS + 10,
                allowed_updates=ALLOWED_UPDATES,
            )
        except TelegramError as error:
            await self._wait_out(error)
            return offset
        self._pause = FIRST_PAUSE
        if not updates:
            return offset
        rows = [(update.update_id, update.to_dict()) for update in updates]
        new = set(await record_updates(self._ports.bot_id, rows, self._ports.clock()))
        for update in updates:
            if update.update_id in new:
                lanes.put(update)
        return updates[-1].update_id + 1

    async def _wait_out(self, error: TelegramError) -> None:
        """Pause after trouble; a 401, 404 or 409 in the middle of work is trouble too and no reason to end."""
        pause = self._pause
        if isinstance(error, RetryAfter):
            pause = float(error.retry_after if isinstance(error.retry_after, int) else pause)
        level = logging.INFO if isinstance(error, NetworkError) else logging.WARNING
        log.log(level, "getting updates failed, again in %.0f s: %s", pause, error.message)
        await asyncio.sleep(pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _take(self, update_id: int, payload: dict[str, object], lanes: Lanes) -> None:
        """Hand on a stored update; one that cannot be read any more is put aside."""
        try:
            update = Update.de_json(payload, self._bot)
        except (TypeError, ValueError, KeyError):
            log.exception("stored update cannot be read", extra={"update": update_id})
            await mark_handled(self._ports.bot_id, update_id, self._ports.clock())
            return
        lanes.put(update)

    async def _handle(self, update: Update) -> None:
        attempt = await count_attempt(self._ports.bot_id, update.update_id)
        if attempt <= MAX_ATTEMPTS:
            await self._process(update)
        else:
            log.error("update given up", extra={"update": update.update_id})
        await mark_handled(self._ports.bot_id, update.update_id, self._ports.clock())
