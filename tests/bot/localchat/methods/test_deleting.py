import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.localchat import LocalChat
from tests.bot.localchat.conftest import ANN


async def test_a_deleted_message_is_gone(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_message(ANN, "x")

    await sent.delete()

    assert [message.text for message in chat.messages(ANN)] == ["/start"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_after_two_days_it_is_too_late(chat: LocalChat, bot: Bot) -> None:
    sent = await bot.send_message(ANN, "x")
    chat.board.world.clock = lambda: sent.date.timestamp() + 48 * 3600 + 1

    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await sent.delete()


async def test_in_a_group_other_peoples_messages_stay(chat: LocalChat, bot: Bot) -> None:
    await chat.add_chat(-5, "group", "Friends")
    await chat.add_member(ANN, -5)
    theirs = await chat.send_text(ANN, -5, "hello")

    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(-5, theirs.message_id)
    await chat.add_member(ANN, -5, "administrator")
    assert await bot.delete_messages(-5, [theirs.message_id, 999])
