"""The inbox of one bot: updates that are written down, handled one after another in each chat."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from telegram import Update
from telegram.ext import ExtBot

from bot.rounds import insist
from bot.services.ports import Ports
from bot.services.tracing import doing
from models.errors import ModelError
from models.updates import count_attempt, list_unhandled, mark_handled

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5  # an update during which the process died this often is put aside
LOOK_AGAIN = 0.5  # seconds, where another process has the chat just now
LET_FINISH = 5.0  # seconds for what is being handled when the end comes
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, OverflowError, OSError)  # the last two by odd dates

Payload = Mapping[str, object]
Handle = Callable[[Update], Awaitable[None]]
Lane = tuple[str, int]


class Lanes:
    """Updates of one chat one after another, chats side by side."""

    def __init__(self, tasks: asyncio.TaskGroup, handle: Handle, ports: Ports) -> None:
        self._tasks = tasks
        self._handle = handle
        self._ports = ports
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
        """Handle what waits in a lane, which is one process's at a time."""
        waiting, leases = self._waiting[lane], self._ports.leases
        name = f"updates {self._ports.bot_id} {lane[0]} {lane[1]}"
        while waiting and not self._is_closed:
            if await insist(partial(leases.take, name)):
                await self._handle_all(waiting)
                await insist(partial(leases.drop, name))
            else:
                await asyncio.sleep(LOOK_AGAIN)
        del self._waiting[lane]

    async def _handle_all(self, waiting: deque[Update]) -> None:
        while waiting and not self._is_closed:
            update = waiting.popleft()
            try:
                await self._handle(update)
            except Exception:
                # The door of the chat's loop: what goes wrong with one update must not end all the others.
                log.exception("update not handled", extra={"update": update.update_id})


def lane_of(update: Update) -> Lane:
    """Which updates this one has to wait for; an inline query has ten seconds and waits for no message."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user is not None else 0


class Inbox:
    """Hands updates that have rows to the handlers, each once while this process lives."""

    def __init__(self, tasks: asyncio.TaskGroup, bot: ExtBot[int], process: Handle, ports: Ports) -> None:
        self._bot = bot
        self._process = process
        self._ports = ports
        self._taken: set[int] = set()  # handed on and not yet finished with
        self._lanes = Lanes(tasks, self._handle, ports)

    async def take_up(self) -> int:
        """Hand on every row that nobody has finished with; the number after the last one."""
        last = -1
        while rows := await list_unhandled(self._ports.bot_id, after=last):
            for row in rows:
                await self.put(row.update_id, row.payload or {})
                last = row.update_id
        return last + 1

    async def put(self, update_id: int, payload: Payload) -> None:
        """Hand on an update that is written down; one that cannot be read is put aside."""
        if update_id in self._taken:
            return
        try:
            update = Update.de_json(dict(payload), self._bot)
            self._lanes.put(update)
        except UNREADABLE:
            log.exception("update cannot be read", extra={"update": update_id})
            await mark_handled(self._ports.bot_id, update_id, self._ports.clock())
        else:
            self._taken.add(update_id)

    async def close(self) -> None:
        """Begin nothing more, and give what is being handled some time to finish."""
        await self._lanes.close(LET_FINISH)

    async def _handle(self, update: Update) -> None:
        with doing(self._ports.tracer, "update", update=update.update_id):
            await self._handle_once(update)

    async def _handle_once(self, update: Update) -> None:
        attempt = await self._count_attempt(update.update_id)
        if attempt is None:  # another process was first
            self._taken.discard(update.update_id)
            return
        if attempt <= MAX_ATTEMPTS:
            await self._process(update)
        else:
            log.error("update given up", extra={"update": update.update_id})
        await insist(partial(mark_handled, self._ports.bot_id, update.update_id, self._ports.clock()))
        self._taken.discard(update.update_id)  # one that failed stays: the next start makes another attempt

    async def _count_attempt(self, update_id: int) -> int | None:
        try:
            return await count_attempt(self._ports.bot_id, update_id)
        except ModelError:  # the handler will meet the same trouble, and say so to whoever waits
            log.exception("attempt not counted", extra={"update": update_id})
            return 0
