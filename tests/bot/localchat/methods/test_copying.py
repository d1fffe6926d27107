from telegram import Bot

from bot.localchat import LocalChat
from tests.bot.localchat.conftest import ANN


async def test_a_copy_is_the_bots_own_and_a_forward_says_from_whom(chat: LocalChat, bot: Bot) -> None:
    theirs = await chat.send_text(ANN, ANN, "https://example.com/a")

    copied = await bot.copy_message(ANN, ANN, theirs.message_id)
    forwarded = await bot.forward_message(ANN, ANN, theirs.message_id)

    assert chat.messages(ANN)[-2].message_id == copied.message_id
    assert chat.messages(ANN)[-2].text == "https://example.com/a"
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"
