"""The bot's updates: kept until they are confirmed, filtered when they arise, handed out by long polling."""

import asyncio
import json
import time
from dataclasses import dataclass

from bot.localchat.changes import Changes
from bot.localchat.errors import conflict
from bot.localchat.limits import MAX_POLL_SECONDS, MAX_UPDATES, UPDATE_SECONDS
from bot.localchat.store import Record, Store, forget
from bot.localchat.wire import Json

_FIRST_UPDATE = 500_000_001
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_HELD_SECONDS = 3.0  # how long Telegram holds polls that come too often, and repeated conflicts


@dataclass(frozen=True, slots=True)
class Poll:
    """One getUpdates call."""

    offset: int = 0
    limit: int = MAX_UPDATES
    timeout: float = 0.0
    allowed: str = ""  # JSON; empty: as before


class UpdateQueue:
    """What the bot has not confirmed yet."""

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store = store
        self._changes = changes
        self._pending: dict[int, Json] = {}
        self._next_id = _FIRST_UPDATE
        self._allowed: list[str] = []
        self._poller = 0
        self._last_poll: tuple[int, float] = (-1, 0.0)
        self._last_conflict = 0.0
        self.webhook_url = ""

    async def load(self) -> None:
        """Read what an earlier run kept; after a day an update is gone."""
        now = time.time()
        for key, body in await self._store.list_all("update"):
            self._next_id = max(self._next_id, int(key) + 1)
            if body["at"] > now - UPDATE_SECONDS:
                self._pending[int(key)] = body["update"]
        meta = dict(await self._store.list_all("meta"))
        self._next_id = max(self._next_id, meta.get("updates", {}).get("next_id", 0))
        self._allowed = meta.get("updates", {}).get("allowed", [])
        self.webhook_url = meta.get("webhook", {}).get("url", "")

    @property
    def pending_count(self) -> int:
        """How many wait."""
        return len(self._pending)

    def list_pending(self) -> list[Json]:
        """What waits, the oldest first."""
        return [self._pending[update_id] for update_id in sorted(self._pending)]

    @property
    def allowed(self) -> list[str]:
        """The kinds that the bot asked for last; empty: the usual ones."""
        return list(self._allowed)

    def add(self, kind: str, payload: Json) -> list[Record]:
        """Queue an update and return what is to be kept with the event; nothing where it is not wanted."""
        wanted = kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT
        if not wanted:
            return []
        update = {"update_id": self._next_id, kind: payload}
        self._pending[self._next_id] = update
        self._next_id += 1
        return [
            Record("update", str(update["update_id"]), {"at": time.time(), "update": update}),
            self._state(),
        ]

    async def keep(self, records: list[Record]) -> None:
        """Keep an update that comes alone."""
        await self._store.write(*records)

    async def poll(self, poll: Poll) -> list[Json]:
        """Confirm what is older than the offset and return the next ones, waiting for them if asked to."""
        if self.webhook_url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        await self.set_allowed(poll.allowed)
        timeout, limit = self._calm(poll)
        await self._confirm(poll.offset)
        self._poller += 1
        me = self._poller
        self._changes.wake()
        deadline = time.monotonic() + timeout
        while not (ready := self._ready(limit)) and (left := deadline - time.monotonic()) > 0:
            await self._changes.wait(left)
            if self._poller != me:
                await self._conflict()
        return ready

    async def set_allowed(self, source: str) -> None:
        """Remember which kinds are wanted; what cannot be read changes nothing, as at Telegram."""
        if not source:
            return
        try:
            kinds = json.loads(source)
        except ValueError:
            return
        if isinstance(kinds, list) and kinds != self._allowed:
            self._allowed = [str(kind) for kind in kinds]
            await self._store.write(self._state())

    async def set_webhook(self, url: str) -> None:
        """Remember the webhook's address; empty removes it. A waiting poll ends."""
        self.webhook_url = url
        await self._store.write(Record("meta", "webhook", {"url": url}))
        self._poller += 1
        self._changes.wake()

    async def clear(self) -> None:
        """Drop everything that waits."""
        dropped, self._pending = list(self._pending), {}
        await self._store.write(*forget("update", map(str, dropped)))

    def _ready(self, limit: int) -> list[Json]:
        return [self._pending[key] for key in sorted(self._pending)[:limit]]

    def _calm(self, poll: Poll) -> tuple[float, int]:
        """Telegram's brake for bots that ask for the same thing again and again."""
        limit = min(max(poll.limit, 1), MAX_UPDATES)
        timeout = min(max(poll.timeout, 0.0), float(MAX_POLL_SECONDS))
        now = time.monotonic()
        offset, before = self._last_poll
        if offset == poll.offset and now < before + _HELD_SECONDS:
            timeout = max(timeout, _HELD_SECONDS)
            limit = 1 if now < before + 0.5 else limit
        self._last_poll = (poll.offset, now)
        return timeout, limit

    async def _confirm(self, offset: int) -> None:
        known = sorted(self._pending)
        done = known[:offset] if offset < 0 else [key for key in known if key < offset]
        for key in done:
            del self._pending[key]
        if done:
            await self._store.write(*forget("update", map(str, done)))

    async def _conflict(self) -> None:
        now = time.monotonic()
        is_repeated = now < self._last_conflict + _HELD_SECONDS
        self._last_conflict = now
        if is_repeated:
            await asyncio.sleep(_HELD_SECONDS)
        if self.webhook_url:
            raise conflict("terminated by setWebhook request")
        raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def _state(self) -> Record:
        return Record("meta", "updates", {"next_id": self._next_id, "allowed": self._allowed})
