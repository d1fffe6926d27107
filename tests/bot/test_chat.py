import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bell import Bell
from bot.chat import COMMAND_KEYS, build_application, open_application, read_bot_id
from bot.errors import StartFailed
from bot.handlers.context import House, SnapkeepApplication
from bot.localchat import LocalChat, LocalChatConfig, open_localchat
from bot.messenger import TelegramMessenger
from tests.ports import open_desk

OWNER = 101


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[LocalChat]:
    async with open_localchat(LocalChatConfig(tmp_path / "telegram", owner_id=OWNER)) as telegram:
        yield telegram


def house_of(application: SnapkeepApplication, folder: Path) -> House:
    return House(open_desk(folder).ports(), TelegramMessenger(application.bot, 1), Bell(), (), COMMAND_KEYS, "")


def menus(chat: LocalChat) -> dict[str, list[str]]:
    """The commands of the menus that were published, by their language."""
    calls = chat.list_calls("setMyCommands")
    return {
        call.params.get("language_code", ""): [line["command"] for line in json.loads(call.params["commands"])]
        for call in calls
    }


@pytest.mark.parametrize(("token", "bot_id"), [("123456:ABC-DEF", 123456), ("7:x", 7)])
def test_token_begins_with_the_number_of_the_bot(token: str, bot_id: int) -> None:
    assert read_bot_id(token) == bot_id


@pytest.mark.parametrize("token", ["", "ABC", "123456", "123456:", ":ABC", "12x:ABC", "١٢:ABC"])
def test_what_is_no_token_is_said_without_repeating_it(token: str) -> None:
    with pytest.raises(StartFailed, match="SNAPKEEP_TELEGRAM_TOKEN") as failure:
        read_bot_id(token)

    assert not token or token not in str(failure.value).replace("123456:ABC-DEF", "")


async def test_menu_is_published_in_every_language(chat: LocalChat, tmp_path: Path) -> None:
    application = build_application(chat.token, chat.api_root)
    await open_application(application, house_of(application, tmp_path))
    await application.shutdown()

    names = [name for name, _ in COMMAND_KEYS]
    assert menus(chat) == {"": names, "zh": names}


async def test_menu_that_cannot_be_published_is_no_reason_to_end(chat: LocalChat, tmp_path: Path) -> None:
    chat.fail_next("setMyCommands", 429, "Too Many Requests: retry after 9", {"retry_after": 9})
    application = build_application(chat.token, chat.api_root)

    async with asyncio.timeout(5):
        await open_application(application, house_of(application, tmp_path))
    await application.shutdown()


async def test_outage_at_the_start_is_waited_out(chat: LocalChat, tmp_path: Path) -> None:
    chat.fail_next("getMe", 502, "Bad Gateway")
    application = build_application(chat.token, chat.api_root)

    async with asyncio.timeout(5):
        await open_application(application, house_of(application, tmp_path))
    await application.shutdown()

    assert application.bot.username == "snapkeep_local_bot"


async def test_wrong_token_is_said_at_once(chat: LocalChat, tmp_path: Path) -> None:
    application = build_application("123456:not-the-token", chat.api_root)

    with pytest.raises(StartFailed, match="Telegram does not know this token"):
        await open_application(application, house_of(application, tmp_path))
