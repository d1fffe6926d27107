"""Calls to the Bot API, paced as Telegram asks for and counted by method and answer."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import AIORateLimiter

from bot.services.pacing import Pace

Count = Callable[[str, str], None]  # method and code
Answer = bool | dict[str, Any] | list[dict[str, Any]]  # python-telegram-bot's own JSON

NEW = ("send", "copy", "forward")  # methods that bring a new message
CODES: tuple[tuple[type[TelegramError], str], ...] = (
    (RetryAfter, "429"), (Forbidden, "403"), (InvalidToken, "401"), (BadRequest, "400"), (TimedOut, "timeout"),
)  # fmt: skip


class CountingLimiter(AIORateLimiter):
    """The library's limiter, which tells of each answer, and keeps pace with other processes."""

    def __init__(self, count: Count, pace: Pace) -> None:
        super().__init__()
        self._count = count
        self._pace = pace

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        """Make one call when it is its turn."""
        if (chat_id := data.get("chat_id")) is not None:
            await self._pace.keep(chat_id, is_new=endpoint.startswith(NEW))
        try:
            answer = await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        except TelegramError as error:
            self._count(endpoint, code_of(error))
            if isinstance(error, RetryAfter):
                await self._pace.rest(error.retry_after)
            raise
        self._count(endpoint, "200")
        return answer


def code_of(error: TelegramError) -> str:
    """The status that became this error; `network` where there was none that says anything."""
    return next((code for kind, code in CODES if isinstance(error, kind)), "network")
