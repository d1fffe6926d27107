"""Many processes over one PostgreSQL: workers are killed, the database restarts, and every link is answered once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat, Message
from tests.buckets import BucketServer, run_bucket_server
from tests.e2e.dying import AGAIN_SECONDS, ANSWER_SECONDS, count_answers, finished, keys_of, kill_who_captures
from tests.e2e.team import Team, run_team
from tests.e2e.test_main_job import PERMALINK
from tests.patience import until
from tests.postgres import PostgresServer, ask, open_postgres
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("s3")]

FIRST_PERSON = 101


@dataclass(frozen=True, slots=True)
class Plan:
    """How much there is of everything."""

    roles: tuple[str, ...]
    people: int
    links: int  # of each

    @property
    def ids(self) -> range:
        """Who sends."""
        return range(FIRST_PERSON, FIRST_PERSON + self.people)


SMALL = Plan(("chat", "web", "worker", "worker"), people=3, links=3)
WHOLE = Plan(("chat", "web", "web", "worker", "worker", "worker"), people=6, links=10)


@pytest.fixture
async def server() -> AsyncIterator[PostgresServer]:
    """A PostgreSQL that the test may stop."""
    with open_postgres() as running:
        yield running


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[BucketServer]:
    """An S3 server, for the files."""
    (tmp_path / "s3").mkdir()
    with run_bucket_server(tmp_path / "s3") as running:
        yield running


@pytest.mark.parametrize(
    "plan", [SMALL, pytest.param(WHOLE, marks=[pytest.mark.hostile, pytest.mark.timeout(900)])], ids=["small", "whole"]
)
async def test_every_link_is_answered_once_whoever_dies(
    plan: Plan, chat: LocalChat, site: Site, tmp_path: Path, server: PostgresServer, bucket: BucketServer
) -> None:
    url = server.url(server.create())
    allowed = ",".join(str(person) for person in plan.ids)
    for person in plan.ids:
        await chat.add_user(person, f"Person {person}")
    settings = {"ALLOWED_USERS": allowed, "MAX_WAITING": "100", "BLOBS_URL": bucket.new_place()}
    async with run_team(tmp_path, chat, url, *plan.roles, **settings) as team:
        sent = await send(chat, site, plan, range(plan.links // 2))
        await until(lambda: bool(finished(chat, sent)), ANSWER_SECONDS)
        await team.of("worker")[0].kill()
        sent += await send(chat, site, plan, range(plan.links // 2, plan.links))
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)

        answers = await count_answers(chat, sent)

        assert answers == dict.fromkeys(keys_of(sent), 1)
        assert ask(url, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]
        assert ask(url, "SELECT count(*) FROM snapshots WHERE status IN ('complete', 'partial')") == [(len(sent),)]
        await every_web_shows(team, chat, sent[0])


@pytest.mark.hostile
async def test_a_killed_workers_capture_is_begun_again_and_answered_once(
    chat: LocalChat, site: Site, tmp_path: Path, server: PostgresServer
) -> None:
    url = server.url(server.create())
    roles = ("chat", "worker", "worker")
    async with run_team(tmp_path, chat, url, *roles, ALLOWED_USERS=str(FIRST_PERSON)) as team:
        sent = await chat.send_text(FIRST_PERSON, FIRST_PERSON, site.url("/slow?seconds=8"))
        seconds = await kill_who_captures(team, url)
        answers = await count_answers(chat, [sent])

    print(f"begun again after {seconds:.1f} s (wanted: {AGAIN_SECONDS:.0f})")  # noqa: T201 - a figure, not a verdict
    assert answers == dict.fromkeys(keys_of([sent]), 1)


@pytest.mark.hostile
async def test_whoever_is_told_to_end_ends_while_the_database_is_away(
    chat: LocalChat, tmp_path: Path, server: PostgresServer
) -> None:
    url = server.url(server.create())
    async with run_team(tmp_path, chat, url, "chat", "web", "worker", ALLOWED_USERS=str(FIRST_PERSON)) as team:
        await asyncio.to_thread(server.stop)
        try:
            async with asyncio.TaskGroup() as tasks:
                for member in team.members:
                    tasks.create_task(member.stop(), name=member.role)
        finally:
            await asyncio.to_thread(server.start)

    assert all(member.process.returncode is not None for member in team.members)


async def send(chat: LocalChat, site: Site, plan: Plan, numbers: range) -> list[Message]:
    """Everybody sends so many links."""
    return [
        await chat.send_text(person, person, site.url(f"/short?{person}={number}"))
        for number in numbers
        for person in plan.ids
    ]


async def every_web_shows(team: Team, chat: LocalChat, sent: Message) -> None:
    """Each web process shows what any worker kept, and every process says that it is well."""
    answer = next(one for one in chat.messages(sent.chat_id) if one.reply_to == sent.message_id)
    found = PERMALINK.search(answer.words)
    assert found is not None
    path = found.group().partition("/s/")[2]
    async with ClientSession() as client:
        for member in team.of("web"):
            async with client.get(f"{member.root}/s/{path}/screenshot") as picture:
                assert picture.status == 200
        for member in team.members:
            if member.process.returncode is None:
                async with client.get(f"{member.root}/readyz") as ready:
                    assert ready.status == 200, await ready.text()
