"""A worker dies over a capture, and the account of who was answered how often."""

import asyncio
from collections import Counter

from bot.localchat import LocalChat, Message
from tests.e2e.team import Team
from tests.e2e.test_main_job import PERMALINK
from tests.patience import until
from tests.postgres import ask

SETTLE_SECONDS = 3.0  # in which an answer that comes twice would have come again
ANSWER_SECONDS = 300.0
AGAIN_SECONDS = 15.0  # from kill -9 to the next attempt; the promise
HOLDER = "SELECT holder FROM snapshots WHERE status = 'capturing'"
BEGUN_AGAIN = "SELECT 1 FROM snapshots WHERE attempt = 2"

Key = tuple[int, int]  # a chat, and the message that asked


async def kill_who_captures(team: Team, url: str) -> float:
    """kill -9 for the worker that captures just now; seconds until another one has begun that capture again."""
    await until(lambda: bool(ask(url, HOLDER)), ANSWER_SECONDS)
    holder = str(ask(url, HOLDER)[0][0])
    await next(one for one in team.of("worker") if f"/{one.process.pid}/" in holder).kill()
    killed_at = asyncio.get_running_loop().time()
    await until(lambda: bool(ask(url, BEGUN_AGAIN)), ANSWER_SECONDS)
    return asyncio.get_running_loop().time() - killed_at


async def count_answers(chat: LocalChat, sent: list[Message]) -> Counter[Key]:
    """How often each was answered, once all of them were, and no second answer came for a while."""
    await until(lambda: len(finished(chat, sent)) == len(sent), ANSWER_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    return finished(chat, sent)


def finished(chat: LocalChat, sent: list[Message]) -> Counter[Key]:
    """The finished answers, by the chat and the message that asked."""
    asked = set(keys_of(sent))
    answers = [
        (message.chat_id, message.reply_to or 0)
        for chat_id in {message.chat_id for message in sent}
        for message in chat.messages(chat_id)
        if PERMALINK.search(message.words)
    ]
    return Counter(answer for answer in answers if answer in asked)


def keys_of(sent: list[Message]) -> list[Key]:
    """What tells messages of several chats apart."""
    return [(message.chat_id, message.message_id) for message in sent]
