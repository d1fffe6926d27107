import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.app import new_holder, open_store
from bot.chat import build_application
from bot.errors import StartFailed
from bot.run import Line, allow_sample, open_line, open_loops, open_web
from bot.settings import Settings, load_settings
from capture.egress import EgressPolicy, parse_ports
from capture.fake import FakeEngine
from models.updates import list_unhandled
from tests.bot.handlers.engines import HeldEngine
from tests.house import OWNER, PUBLIC_URL, TestHouse, open_house, permalink_of
from tests.patience import until, until_found

HARBOUR = "https://example.com/old-harbour"


async def has_update(house: TestHouse) -> bool:
    """Whether an update is being handled."""
    return bool(await list_unhandled(house.house.ports.bot_id))


def answers(house: TestHouse) -> list[str]:
    """The permalinks of the answers that stand in the owner's chat."""
    return [permalink_of(message) for message in house.from_bot() if PUBLIC_URL in message.words]


def load(folder: Path, **settings: str) -> Settings:
    values = {"DATA_DIR": str(folder / "data"), **settings}
    return load_settings({f"SNAPKEEP_{name}": value for name, value in values.items()}, folder / "no.env")


async def test_wrong_token_ends_every_loop_with_its_reason(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        line = Line("1:not-the-token", house.chat.api_root)
        application = build_application(line.token, line.api_root)

        with pytest.raises(ExceptionGroup) as group:
            async with asyncio.timeout(10), open_loops(house.store, line, FakeEngine(), application, ""):
                await asyncio.sleep(60)

    (error,) = group.value.exceptions
    assert isinstance(error, StartFailed)
    assert "SNAPKEEP_TELEGRAM_TOKEN" in str(error)


async def test_flood_limit_and_bad_gateways_end_in_one_answer(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        house.chat.fail_next("editMessageMedia", 429, "Too Many Requests: retry after 1", {"retry_after": 1})
        house.chat.fail_next("editMessageText", 502, "Bad Gateway")
        await house.save(HARBOUR)
        await house.settle()

        assert len(answers(house)) == len(house.from_bot()) == 1


@pytest.mark.slow
async def test_edit_whose_acceptance_was_not_heard_of_leaves_one_answer(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        house.chat.drop_after_accept("editMessageMedia")
        await house.save(HARBOUR)
        await until(lambda: len(house.chat.list_calls("editMessageMedia")) == 2, 30)
        await house.settle()

        assert len(answers(house)) == len(house.from_bot()) == 1


@pytest.mark.slow
async def test_acknowledgement_that_was_refused_is_made_up_for(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        house.chat.fail_next("sendMessage", 502, "Bad Gateway")
        await house.chat.send_text(OWNER, OWNER, HARBOUR)
        await until(lambda: len(answers(house)) == 1, 30)

        assert len(house.from_bot()) == 1


@pytest.mark.slow
async def test_answers_of_an_outage_arrive_afterwards_and_once(tmp_path: Path, migrated_file: Path) -> None:
    urls = [f"https://example.com/page-{number}" for number in range(4)]
    engine = HeldEngine()
    async with open_house(tmp_path, migrated_file, engine, CAPTURES="4") as house:
        await house.chat.send_text(OWNER, OWNER, " ".join(urls))
        await until(lambda: len(house.from_bot()) == 4)
        house.chat.go_down()
        for url in urls:
            engine.released[url].set()
        await until(lambda: len(engine.captured) == 4)
        before = answers(house)
        house.chat.come_back()
        await until(lambda: len(answers(house)) == 4, 30)

        assert before == []
        assert len(house.from_bot()) == 4


async def test_end_lets_a_reply_go_out_and_comes_soon(tmp_path: Path, migrated_file: Path) -> None:
    async with open_house(tmp_path, migrated_file) as house:
        await house.settle()
        house.chat.slow_down(0.5, "sendMessage")
        sent = await house.chat.send_text(OWNER, OWNER, "/help")
        await until_found(partial(has_update, house))
        await asyncio.sleep(0.2)
        started = asyncio.get_running_loop().time()

    assert asyncio.get_running_loop().time() - started < 4
    assert [message.reply_to for message in house.from_bot()] == [sent.message_id]


async def test_without_a_token_there_is_a_chat_on_this_machine(tmp_path: Path) -> None:
    settings = load(tmp_path)
    async with open_store(settings), open_line(settings) as line:
        assert line.local is not None
        assert line.api_root.startswith("http://127.0.0.1:")
        port = int(line.local.sample_url.split(":")[2].partition("/")[0])
        policy = allow_sample(EgressPolicy(ports=parse_ports("80")), line)

    assert [(str(one.network), one.port) for one in policy.allow] == [("127.0.0.1/32", port)]


async def test_with_a_token_telegram_is_the_chat_and_nothing_private_is_allowed(tmp_path: Path) -> None:
    settings = load(tmp_path, TELEGRAM_TOKEN="1:abc", TELEGRAM_API="http://127.0.0.1:1")

    async with open_line(settings) as line:
        assert (line.token, line.api_root, line.local) == ("1:abc", "http://127.0.0.1:1", None)
    assert allow_sample(EgressPolicy(ports=parse_ports("80")), line).allow == ()


async def test_web_says_ready_only_while_its_checks_pass(tmp_path: Path) -> None:
    trouble: list[str] = []

    async def check() -> None:
        if trouble:
            raise OSError(trouble[0])

    settings = load(tmp_path, PORT="0")
    statuses = []
    async with (
        open_store(settings) as store,
        ClientSession() as web,
        open_web(store, Line("1:abc", ""), {"database": check}) as address,
    ):
        for _ in range(2):
            async with web.get(f"{address}/readyz") as ready:
                statuses.append((ready.status, (await ready.json())["failing"]))
            trouble.append("gone")

    assert statuses == [(200, []), (503, ["database"])]


async def test_taken_port_is_named(tmp_path: Path) -> None:
    line = Line("1:abc", "")
    async with open_store(load(tmp_path, PORT="0")) as store, open_web(store, line, {}) as address:
        second = replace(store, settings=load(tmp_path, PORT=address.rpartition(":")[2]))

        with pytest.raises(StartFailed, match=r"^SNAPKEEP_PORT: cannot listen on 127.0.0.1:\d+: "):
            async with open_web(second, line, {}):
                pass


def test_no_two_holders_are_alike() -> None:
    assert new_holder() != new_holder()
    assert len(new_holder()) <= 64
