"""What Telegram sees of several processes that are one bot: its limits kept, its updates handled once."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat
from models.database import open_database
from tests.e2e.dying import count_answers, keys_of
from tests.e2e.team import Team, run_team
from tests.factories import make_chat, make_delivery, make_finished, make_link
from tests.patience import until
from tests.postgres import PostgresServer, ask, open_postgres
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.hostile]

GROUP = -500
PERSON, MANY = 101, range(201, 241)
IN_GROUP, IN_PRIVATE, IN_EACH = 12, 25, 3  # answers, of two calls each
STALL = 30  # calls that a process may have ready when it comes back from a stall
HOOK = "https://bot.example.org/telegram/hook"
SECRET = "only-telegram-knows"
PENDING = "SELECT count(*) FROM deliveries WHERE state = 'pending'"


@pytest.fixture
async def server() -> AsyncIterator[PostgresServer]:
    """A PostgreSQL of the test's own."""
    with open_postgres() as running:
        yield running


@pytest.mark.timeout(240)
async def test_two_workers_keep_telegrams_limits_together(
    chat: LocalChat, tmp_path: Path, server: PostgresServer
) -> None:
    url = server.url(server.create())
    await chat.add_chat(GROUP, "group", "Reading circle")
    await chat.add_member(PERSON, GROUP)
    for person in MANY:
        await chat.add_user(person, f"Person {person}")
    answers = {GROUP: IN_GROUP, PERSON: IN_PRIVATE, **dict.fromkeys(MANY, IN_EACH)}
    await promise(url, chat, answers)

    async with run_team(tmp_path, chat, url, "worker", "worker"):
        await until(lambda: ask(url, PENDING) == [(0,)], 200, look_every=0.5)

    calls = [call for call in chat.api.calls if "chat_id" in call.params]
    sent = {chat_id: times_of(chat, chat_id, "sendMessage") for chat_id in answers}
    assert {chat_id: len(times) for chat_id, times in sent.items()} == answers, "each answered once"
    in_group = sent[GROUP] + times_of(chat, GROUP, "editMessageText")
    assert most_within(in_group, 60) <= 20
    assert most_within(sent[PERSON], 10) <= 20
    assert most_within((call.at for call in calls), 5) <= 5 * 30 + STALL


async def test_an_update_that_comes_to_both_webs_again_and_again_starts_one_capture(
    chat: LocalChat, site: Site, tmp_path: Path, server: PostgresServer
) -> None:
    url = server.url(server.create())
    roles = ("chat", "chat", "web", "web", "worker")
    settings = {"ALLOWED_USERS": str(PERSON), "WEBHOOK_URL": HOOK, "WEBHOOK_SECRET": SECRET}
    async with run_team(tmp_path, chat, url, *roles, **settings) as team:
        sent = [await chat.send_text(PERSON, PERSON, site.url(f"/short?{number}")) for number in range(3)]

        assert await bring(team, chat) == {200}
        answers = await count_answers(chat, sent)
        assert await bring(team, chat) == {200}, "as after an answer that Telegram did not hear"
        answers_then = await count_answers(chat, sent)

    assert answers == answers_then == dict.fromkeys(keys_of(sent), 1)
    assert ask(url, "SELECT count(*), max(attempt), max(version) FROM snapshots") == [(3, 1, 1)]
    assert len(chat.list_calls("sendMessage")) == 3


async def bring(team: Team, chat: LocalChat) -> set[int]:
    """Bring every update to both webs, twice at once; the statuses that came back."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}

    async def post(web: ClientSession, root: str, update: object) -> int:
        async with web.post(f"{root}/telegram/hook", json=update, headers=headers) as answer:
            return answer.status

    updates = chat.board.updates.list_pending()
    async with ClientSession() as web:
        posts = [post(web, member.root, update) for update in updates for member in team.of("web") * 2]
        return set(await asyncio.gather(*posts))


async def promise(url: str, chat: LocalChat, answers: dict[int, int]) -> None:
    """Pages that are captured, and so many answers about them that no chat has got yet."""
    async with open_database(url):
        owner = await make_chat()
        for chat_id, count in answers.items():
            for _ in range(count):
                snapshot = await make_finished(await make_link(owner), artifacts=())
                await make_delivery(snapshot, bot_id=chat.board.config.bot_id, chat_telegram_id=chat_id)


def times_of(chat: LocalChat, chat_id: int, method: str) -> list[float]:
    """When a method was called about a chat."""
    return [call.at for call in chat.list_calls(method) if call.params.get("chat_id") == str(chat_id)]


def most_within(times: Iterable[float], seconds: float) -> int:
    """How many lie in the fullest span of so many seconds."""
    ordered = sorted(times)
    return max(sum(first <= time < first + seconds for time in ordered) for first in ordered)
