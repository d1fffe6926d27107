"""Taking updates in: each is a row before Telegram is told that it arrived, so a killed process loses none.

python-telegram-bot's own updater confirms what is still in its memory; this one reads the same method and writes first.
Behind a webhook it is the web server that writes (`bot.services.receiving`), and the rows are picked up here.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from pydantic import TypeAdapter
from telegram import Update
from telegram.error import EndPointNotFound, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.bell import Bell
from bot.inbox import Handle, Inbox, Payload
from bot.rounds import FIRST_PAUSE, lengthen, repeat
from bot.services.ports import Ports
from models.errors import StoreFull
from models.updates import forget_updates, record_updates

log = logging.getLogger(__name__)

POLL_SECONDS = 50  # the server's own cap
LOOK_EVERY = 1.0  # for what a web server in another process wrote down
KEEP_HANDLED = timedelta(days=7)  # Telegram repeats an update for at most 24 hours
# python-telegram-bot has no method of this spelling, which it turns into "getUpdates": its own method reads the updates
# before we have written them down, and one that it cannot read holds up all others for ever.
GET_UPDATES = "get__updates"
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

PAYLOADS = TypeAdapter(list[dict[str, object]])
NUMBER = TypeAdapter(int)


class Intake:
    """What brings the updates of one bot to its handlers."""

    def __init__(self, bot: ExtBot[int], process: Handle, ports: Ports) -> None:
        self._bot = bot
        self._process = process
        self._ports = ports
        self._pause = FIRST_PAUSE
        self._offset: int | None = None  # None until what an earlier process left has been taken up

    async def run(self, written: Bell | None = None) -> None:
        """Handle what an earlier process left, then what arrives, until cancelled.

        With a bell, the updates come through a webhook: it rings when the web server has written some down.
        """
        async with asyncio.TaskGroup() as tasks:
            inbox = Inbox(tasks, self._bot, self._process, self._ports)
            take_round = partial(self._poll_round, inbox) if written is None else partial(self._pick_up, inbox, written)
            try:
                await forget_updates(self._ports.clock() - KEEP_HANDLED)
                await repeat(take_round, "intake")
            finally:
                await inbox.close()

    async def _pick_up(self, inbox: Inbox, written: Bell) -> None:
        await inbox.take_up()
        await written.wait(LOOK_EVERY)

    async def _poll_round(self, inbox: Inbox) -> None:
        if not await self._ports.leases.take(f"poll {self._ports.bot_id}"):  # Telegram answers one at a time
            self._offset = None
            await asyncio.sleep(LOOK_EVERY)
            return
        if self._offset is None:
            self._offset = await inbox.take_up()
        self._offset = await self._poll(self._offset, inbox)

    async def _poll(self, offset: int, inbox: Inbox) -> int:
        """Wait for updates, write them down and hand them on; return the offset that confirms them."""
        try:
            payloads = await self._get_updates(offset)
        except TelegramError as error:
            await self._wait_out(error)
            return offset
        self._pause = FIRST_PAUSE
        by_id = {NUMBER.validate_python(payload["update_id"]): payload for payload in payloads}
        for update_id in await self._record(by_id):
            await inbox.put(update_id, by_id[update_id])
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
        self._pause = lengthen(self._pause)
