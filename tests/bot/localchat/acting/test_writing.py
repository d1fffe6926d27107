from telegram import Bot

from bot.localchat import ForwardOrigin, LocalChat
from tests.bot.localchat.conftest import ANN
from tests.bot.localchat.pictures import draw_picture


async def test_an_edit_is_told_with_its_new_entities(chat: LocalChat, bot: Bot) -> None:
    sent = await chat.send_text(ANN, ANN, "no link")

    await chat.edit_text(sent, "now https://example.com")

    update = (await bot.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.message_id == sent.message_id
    assert update.edited_message.edit_date is not None
    assert update.edited_message.entities[0].offset == 4


async def test_a_channel_post_comes_from_nobody(chat: LocalChat, bot: Bot) -> None:
    await chat.add_chat(-100900, "channel", "News", username="news_channel")
    await chat.add_member(ANN, -100900, "administrator")

    post = await chat.channel_post(-100900, "https://example.com", signature="Eve")
    await chat.edit_text(post, "https://example.com/2")

    _, posted, edited = await bot.get_updates()
    assert posted.channel_post is not None
    assert posted.effective_user is None
    assert edited.edited_channel_post is not None
    answer = await bot.send_message(-100900, "saved")
    assert answer.from_user is None
    await answer.edit_text("kept")
    assert chat.messages(-100900)[-1].text == "kept"


async def test_an_album_has_its_words_once(chat: LocalChat, bot: Bot) -> None:
    await chat.send_album(ANN, ANN, [draw_picture(9, 9), draw_picture(8, 8)], "https://example.com")

    first, second = await bot.get_updates()
    assert first.message is not None
    assert second.message is not None
    assert first.message.media_group_id == second.message.media_group_id
    assert (first.message.caption, second.message.caption) == ("https://example.com", None)


async def test_forwards_of_every_origin_are_readable(chat: LocalChat, bot: Bot) -> None:
    for kind in ("user", "hidden_user", "chat", "channel"):
        await chat.send_forward(ANN, ANN, ForwardOrigin(kind, "Eve", -100, message_id=3), "x")

    updates = await bot.get_updates()
    origins = [update.message.forward_origin for update in updates if update.message]
    assert [origin.type for origin in origins if origin] == ["user", "hidden_user", "chat", "channel"]


async def test_fields_that_the_library_does_not_know_pass_through(chat: LocalChat, bot: Bot) -> None:
    await chat.send_content(ANN, ANN, {"rich_message": {"blocks": []}})

    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.api_kwargs["rich_message"] == {"blocks": []}


async def test_the_first_message_opens_the_private_chat(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(77, 77, "hi")

    await bot.send_message(77, "hello")

    assert [message.text for message in chat.messages(77)] == ["hi", "hello"]
