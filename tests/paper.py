"""A messenger on paper: the promises of `bot.services.ports.Messenger`, kept in memory, with trouble on order."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from itertools import count

from bot.errors import MessageGone, MessageRefused, MessengerError, RetryLater
from bot.services.cards import NewsCard, ProgressCard, SnapshotCard
from bot.services.ports import Messenger, Photo, Shown, Target
from tests.factories import BOT_ID


@dataclass(frozen=True)
class Paper:
    """One message of the bot's."""

    message_id: int
    chat_id: int
    progress: tuple[str, ...] = ()  # the steps that it has told
    card: SnapshotCard | None = None
    news: NewsCard | None = None
    photo: Photo | None = None
    answers: int = 0  # how often it was made the answer


class PaperMessenger(Messenger):
    """Chats as lists of messages."""

    def __init__(self) -> None:
        self.messages: dict[int, Paper] = {}
        self.finished: list[tuple[int, str]] = []  # chat and address of the answers, in the order in which they stood
        self.known_files = {"file-id"}
        self.numbers = count(1)
        self.seconds = 0.0  # that every call takes
        self._trouble: defaultdict[str, deque[MessengerError]] = defaultdict(deque)
        self._losses: defaultdict[str, deque[float]] = defaultdict(deque)

    @property
    def bot_id(self) -> int:
        """The bot of the factories."""
        return BOT_ID

    def fail(self, method: str, *errors: MessengerError) -> None:
        """Let the next calls of a method fail so."""
        self._trouble[method].extend(errors)

    def lose_answer(self, method: str, seconds: float = 5) -> None:
        """Let the next call be done, but its answer be lost."""
        self._losses[method].append(seconds)

    def in_chat(self, chat_id: int) -> list[Paper]:
        """What stands in a chat."""
        return [message for message in self.messages.values() if message.chat_id == chat_id]

    def put_acknowledgement(self, chat_id: int, message_id: int) -> None:
        """Let an acknowledgement stand there already."""
        self.messages[message_id] = Paper(message_id, chat_id, ("queued",))

    def put_answer(self, target: Target, message_id: int, card: SnapshotCard) -> None:
        """Let an answer stand there already."""
        self.messages[message_id] = Paper(message_id, target.chat_id, card=card, answers=1)

    async def acknowledge(self, target: Target, progress: ProgressCard) -> int:
        """Write a new message."""
        await self._before("acknowledge")
        message = Paper(next(self.numbers), target.chat_id, (progress.step,))
        self.messages[message.message_id] = message
        self._after("acknowledge")
        return message.message_id

    async def show_progress(self, _: Target, message_id: int, progress: ProgressCard) -> None:
        """Tell a step."""
        await self._before("show_progress")
        message = self._find(message_id)
        self.messages[message_id] = replace(message, progress=(*message.progress, progress.step), card=None)
        self._after("show_progress")

    async def show_card(self, target: Target, message_id: int, card: SnapshotCard, photo: Photo | None) -> Shown:
        """Make a message the answer."""
        await self._before("show_card")
        message = self._find(message_id)
        if photo is not None and photo.file_id and photo.file_id not in self.known_files:
            raise MessageRefused("wrong file identifier/HTTP URL specified")
        self.messages[message_id] = replace(message, card=card, photo=photo, answers=message.answers + 1)
        self.finished.append((target.chat_id, card.url))
        self._after("show_card")
        return Shown(message_id, "file-id" if photo is not None else "")

    async def show_news(self, _: Target, message_id: int, news: NewsCard, photo: Photo | None) -> Shown:
        """Make a message the news."""
        await self._before("show_news")
        message = self._find(message_id)
        self.messages[message_id] = replace(message, news=news, photo=photo, answers=message.answers + 1)
        self._after("show_news")
        return Shown(message_id)

    async def refresh_card(self, _: Target, message_id: int, card: SnapshotCard) -> None:
        """Rewrite the words of an answer."""
        await self._before("refresh_card")
        self.messages[message_id] = replace(self._find(message_id), card=card)
        self._after("refresh_card")

    def _find(self, message_id: int) -> Paper:
        if message_id not in self.messages:
            raise MessageGone("message to edit not found")
        return self.messages[message_id]

    async def _before(self, method: str) -> None:
        await asyncio.sleep(self.seconds)
        if self._trouble[method]:
            raise self._trouble[method].popleft()

    def _after(self, method: str) -> None:
        if self._losses[method]:
            raise RetryLater("the connection broke", self._losses[method].popleft())
