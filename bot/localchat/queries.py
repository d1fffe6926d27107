"""Questions that people put to the bot and that wait for its answer: pressed buttons and inline searches."""

import secrets
import time
from dataclasses import dataclass, field

from bot.localchat.changes import Changes
from bot.localchat.errors import TOO_OLD, bad_request
from bot.localchat.limits import CALLBACK_SECONDS, INLINE_SECONDS
from bot.localchat.wire import Json


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the person sees after pressing a button."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result, ready to be chosen; `content` and `markup` are those of the message that it becomes."""

    id: str
    kind: str
    title: str = ""
    description: str = ""
    content: Json = field(default_factory=dict)
    markup: Json | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the strip above the keyboard shows."""

    results: tuple[InlineResult, ...] = ()
    next_offset: str = ""
    button: Json | None = None
    cache_time: int = 0
    is_personal: bool = False


@dataclass(slots=True)
class _Open:
    asked_at: float
    user_id: int
    cache_key: tuple[str, str]
    answer: CallbackAnswer | InlineAnswer | None = None


class Queries:
    """Open questions and cached answers; a restart forgets them, as a dead connection would."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._open: dict[str, _Open] = {}
        self._cache: dict[tuple[str, str, int], tuple[float, InlineAnswer]] = {}

    def ask(self, user_id: int, query: str = "", offset: str = "") -> str:
        """Open a question and return its id."""
        now = time.monotonic()
        self._open = {key: old for key, old in self._open.items() if now < old.asked_at + 2 * CALLBACK_SECONDS}
        self._cache = {key: kept for key, kept in self._cache.items() if now < kept[0]}
        query_id = str(secrets.randbits(62))
        self._open[query_id] = _Open(now, user_id, (query, offset))
        return query_id

    def find_cached(self, user_id: int, query: str, offset: str) -> InlineAnswer | None:
        """An answer from the cache: this person's, or one that is not personal."""
        for owner in (user_id, 0):
            until, answer = self._cache.get((query, offset, owner), (0.0, None))
            if answer is not None and until > time.monotonic():
                return answer
        return None

    def answer_callback(self, query_id: str, answer: CallbackAnswer) -> None:
        """Answer a pressed button, once and in time."""
        self._take(query_id, CALLBACK_SECONDS).answer = answer
        self._changes.wake()

    def answer_inline(self, query_id: str, answer: InlineAnswer) -> None:
        """Answer an inline search, once and in time."""
        question = self._take(query_id, INLINE_SECONDS)
        question.answer = answer
        if answer.cache_time > 0:
            key = (*question.cache_key, question.user_id if answer.is_personal else 0)
            self._cache[key] = (time.monotonic() + answer.cache_time, answer)
        self._changes.wake()

    async def wait_callback(self, query_id: str, seconds: float) -> CallbackAnswer:
        """The answer; TimeoutError when the bot gives none."""
        answer = await self._changes.wait_until(lambda: self._open[query_id].answer, seconds)
        if not isinstance(answer, CallbackAnswer):
            raise TypeError(answer)
        return answer

    async def wait_inline(self, query_id: str, seconds: float) -> InlineAnswer:
        """The answer; TimeoutError when the bot gives none."""
        answer = await self._changes.wait_until(lambda: self._open[query_id].answer, seconds)
        if not isinstance(answer, InlineAnswer):
            raise TypeError(answer)
        return answer

    def _take(self, query_id: str, seconds: float) -> _Open:
        question = self._open.get(query_id)
        if question is None or question.answer is not None or time.monotonic() > question.asked_at + seconds:
            raise bad_request(TOO_OLD)
        return question
