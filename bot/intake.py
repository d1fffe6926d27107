"""Taking updates in: each is a row before Telegram is told that it arrived, so a killed process loses none.

python-telegram-bot's own updater confirms what is still in its memory; this one reads the same method and writes first.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from pydantic import TypeAdapter
from telegram import Update
from telegram.error import EndPointNotFound, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.rounds import repeat
from bot.services.ports import Ports
from models.errors import ModelError, StoreFull
from models.updates import count_attempt, forget_updates, list_unhandled, mark_handled, record_updates

log = logging.getLogger(__name__)

POLL_SECONDS = 50  # the server's own cap
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
MAX_ATTEMPTS = 5  # an update during which the process died this often is put aside
KEEP_HANDLED = timedelta(days=7)  # Telegram repeats an update for at most 24 hours
LET_FINISH = 5.0  # seconds for what is being handled when the end comes
# python-telegram-bot has no method of this spelling, which it turns into "getUpdates": its own method reads the updates
# before we have written them down, and one that it cannot read holds up all others for ever.
GET_UPDATES = "get__updates"
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, OverflowError, OSError)  # the last two by odd dates
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

Payload = Mapping[str, object]
PAYLOADS = TypeAdapter(list[dict[str, object]])
NUMBER = TypeAdapter(int)
Handle = Callable[[Update], Awaitable[None]]
Lane = tuple[str, int]


class Lanes:
    """Updates of one chat one after another, chats side by side."""

    def __init__(self, tasks: asyncio.TaskGroup, handle: Handle) -> None:
        self._tasks = tasks
        self._handle = handle
        self._waiting: dict[Lane, deque[Update]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def put(self, update: Update) -> None:
        """Handle an update after those that came before it in the same chat."""
        lane = lane_of(update)
        if lane in self._waiting:
            self._waiting[lane].append(update)
            return
        self._waiting[lane] = deque([update])
        task = self._tasks.create_task(self._drain(lane), name=f"{lane[0]} {lane[1]}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self, seconds: float) -> None:
        """Begin nothing more, and give what is being handled some time to finish; the rest has its rows."""
        self._is_closed = True
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def _drain(self, lane: Lane) -> None:
        waiting = self._waiting[lane]
        while waiting and not self._is_closed:
            update = waiting.popleft()
            try:
                await self._handle(update)
            except Exception:
                # The door of the chat's loop: what goes wrong with one update must not end all the others.
                log.exception("update not handled", extra={"update": update.update_id})
        del self._waiting[lane]


def lane_of(update: Update) -> Lane:
    """Which updates this one has to wait for; an inline query has ten seconds and waits for no message."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user is not None else 0


class Intake:
    """The poller of one bot."""

    def __init__(self, bot: ExtBot[int], process: Handle, ports: Ports) -> None:
        self._bot = bot
        self._process = process
        self._ports = ports
        self._pause = FIRST_PAUSE
        self._offset: int | None = None  # None until what an earlier process left has been taken up

    async def run(self) -> None:
        """Handle what an earlier process left, then what arrives, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            lanes = Lanes(tasks, self._handle)
            try:
                await repeat(partial(self._take_round, lanes), "intake")
            finally:
                await lanes.close(LET_FINISH)

    async def _take_round(self, lanes: Lanes) -> None:
        if self._offset is None:
            self._offset = await self._replay(lanes)
        self._offset = await self._poll(self._offset, lanes)

    async def _replay(self, lanes: Lanes) -> int:
        await forget_updates(self._ports.clock() - KEEP_HANDLED)
        last = -1
        while rows := await list_unhandled(self._ports.bot_id, after=last):
            for row in rows:
                await self._put(row.update_id, row.payload or {}, lanes)
                last = row.update_id
        return last + 1

    async def _poll(self, offset: int, lanes: Lanes) -> int:
        """Wait for updates, write them down and hand them on; return the offset that confirms them."""
        try:
            payloads = await self._get_updates(offset)
        except TelegramError as error:
            await self._wait_out(error)
            return offset
        self._pause = FIRST_PAUSE
        by_id = {NUMBER.validate_python(payload["update_id"]): payload for payload in payloads}
        for update_id in await self._record(by_id):
            await self._put(update_id, by_id[update_id], lanes)
        return max(by_id, default=offset - 1) + 1

    async def _get_updates(self, offset: int) -> list[dict[str, object]]:
        asked: dict[str, object] = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        if offset:
            asked["offset"] = offset
        answer = await self._bot.do_api_request(GET_UPDATES, asked, read_timeout=POLL_SECONDS + 10)
        return PAYLOADS.validate_python(answer)

    async def _record(self, by_id: Mapping[int, Payload]) -> Sequence[int]:
        """Write updates down; return the numbers of those that have to be handled."""
        if not by_id:
            return ()
        try:
            return await record_updates(self._ports.bot_id, by_id.items(), self._ports.clock())
        except StoreFull:
            # Handled all the same: nothing can be kept just now, and whoever asks for it is told so.
            log.exception("no room to write updates down")
            return sorted(by_id)

    async def _wait_out(self, error: TelegramError) -> None:
        """Pause after trouble; a 401, 404 or 409 in the middle of work is trouble too and no reason to end."""
        pause = self._pause
        if isinstance(error, RetryAfter):
            asked = error.retry_after
            pause = asked if isinstance(asked, int) else asked.total_seconds()
        level = logging.INFO if isinstance(error, NetworkError) else logging.WARNING
        reason = error.__cause__ if isinstance(error, EndPointNotFound) else error
        log.log(level, "getting updates failed, again in %.0f s: %s", pause, reason)
        await asyncio.sleep(pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _put(self, update_id: int, payload: Payload, lanes: Lanes) -> None:
        """Hand on an update that is written down; one that cannot be read is put aside."""
        try:
            lanes.put(Update.de_json(dict(payload), self._bot))
        except UNREADABLE:
            log.exception("update cannot be read", extra={"update": update_id})
            await mark_handled(self._ports.bot_id, update_id, self._ports.clock())

    async def _handle(self, update: Update) -> None:
        if await self._count_attempt(update.update_id) <= MAX_ATTEMPTS:
            await self._process(update)
        else:
            log.error("update given up", extra={"update": update.update_id})
        await mark_handled(self._ports.bot_id, update.update_id, self._ports.clock())

    async def _count_attempt(self, update_id: int) -> int:
        try:
            return await count_attempt(self._ports.bot_id, update_id)
        except ModelError:  # the handler will meet the same trouble, and say so to whoever waits
            log.exception("attempt not counted", extra={"update": update_id})
            return 0
