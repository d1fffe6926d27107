import pytest
from telegram import Bot

from bot.localchat import LocalChat
from tests.bot.localchat.conftest import ANN

GROUP = -100777


@pytest.fixture
async def group(chat: LocalChat) -> int:
    await chat.add_chat(GROUP, "supergroup", "Readers")
    await chat.add_member(ANN, GROUP)
    await chat.board.updates.clear()
    return GROUP


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("https://example.com/a", False),
        ("/find tea", True),
        ("/find@snapkeep_local_bot tea", True),
        ("/find@other_bot tea", False),
        ("@snapkeep_local_bot keep https://example.com/a", True),
    ],
)
async def test_in_a_group_the_bot_sees_what_is_meant_for_it(
    chat: LocalChat, group: int, text: str, is_seen: bool
) -> None:
    await chat.send_text(ANN, group, text)

    assert chat.board.updates.pending_count == is_seen


async def test_replies_to_the_bot_are_seen(chat: LocalChat, group: int, bot: Bot) -> None:
    sent = await bot.send_message(group, "saved")

    await chat.send_text(ANN, group, "#tag", reply_to=sent.message_id)

    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "saved"


async def test_administrators_see_everything(chat: LocalChat, group: int) -> None:
    await chat.add_member(ANN, group, "administrator")
    await chat.board.updates.clear()

    await chat.send_text(ANN, group, "anything")

    assert chat.board.updates.pending_count == 1


async def test_a_bot_outside_sees_nothing(chat: LocalChat, group: int) -> None:
    await chat.add_member(ANN, group, "left")
    await chat.board.updates.clear()

    await chat.send_text(ANN, group, "/find tea")

    assert chat.board.updates.pending_count == 0
