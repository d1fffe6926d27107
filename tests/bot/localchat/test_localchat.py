import asyncio
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.localchat import Entity, ForwardOrigin, LocalChat, LocalChatConfig, open_localchat
from tests.bot.localchat.clients import open_bot
from tests.bot.localchat.conftest import ANN
from tests.bot.localchat.pictures import draw_picture


async def test_a_message_reaches_the_bot_and_the_answer_reaches_the_person(chat: LocalChat, bot: Bot) -> None:
    sent = await chat.send_text(ANN, ANN, "keep https://example.com/a #read")

    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "keep https://example.com/a #read"
    assert [entity.type for entity in update.message.entities] == ["url", "hashtag"]
    answer = await update.message.reply_text("<b>Saved</b> &amp; kept", parse_mode="HTML", do_quote=True)
    shown = chat.messages(ANN)[-1]
    assert (shown.text, shown.reply_to) == ("Saved & kept", sent.message_id)
    assert answer.entities[0].type == "bold"


async def test_a_text_becomes_a_photo_and_keeps_its_id(chat: LocalChat, bot: Bot) -> None:
    placeholder = await bot.send_message(ANN, "opening example.com")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again:1")]])

    edited = await bot.edit_message_media(
        InputMediaPhoto(draw_picture(1280, 2000), caption="<i>Title</i>", parse_mode="HTML"),
        ANN,
        placeholder.message_id,
        reply_markup=keyboard,
    )

    assert isinstance(edited, type(placeholder))
    assert edited.message_id == placeholder.message_id
    assert [(size.width, size.height) for size in edited.photo] == [(205, 320), (512, 800), (1280, 2000)]
    shown = chat.messages(ANN)[-1]
    assert (shown.text, shown.caption) == ("", "Title")
    assert chat.photo_bytes(shown)[:2] == b"\xff\xd8"


async def test_a_pressed_button_waits_for_its_answer(chat: LocalChat, bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again:1")]])
    await bot.send_message(ANN, "done", reply_markup=keyboard)
    [button] = chat.messages(ANN)[-1].buttons

    async with asyncio.TaskGroup() as group:
        pressed = group.create_task(chat.press(button, ANN))
        [update] = await bot.get_updates(timeout=5)
        assert update.callback_query is not None
        await update.callback_query.answer("Capturing again")

    assert pressed.result().text == "Capturing again"
    assert update.callback_query.data == "again:1"


async def test_everything_is_still_there_after_a_restart(tmp_path: Path) -> None:
    config = LocalChatConfig(tmp_path)
    async with open_localchat(config) as before:
        await before.send_text(1, 1, "one")
        async with open_bot(before) as bot:
            await bot.send_photo(1, draw_picture(300, 200), caption="two")
        addresses = (before.api_root, before.token, before.page_url, before.sample_url)

    async with open_localchat(config) as after:
        assert [message.words for message in after.messages(1)] == ["one", "two"]
        assert (after.api_root, after.token, after.page_url, after.sample_url) == addresses
        async with open_bot(after) as bot:
            updates = await bot.get_updates()
            assert [update.message.text for update in updates if update.message] == ["one"]
            third = await bot.send_message(1, "three")
            edited = await bot.edit_message_caption(1, after.messages(1)[1].message_id, caption="2")
        assert third.message_id == 3
        assert not isinstance(edited, bool)
        assert edited.photo


async def test_the_token_is_for_the_owner_alone(tmp_path: Path) -> None:
    async with open_localchat(LocalChatConfig(tmp_path)):
        assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


async def test_a_taken_port_gives_way_to_a_free_one(tmp_path: Path) -> None:
    async with open_localchat(LocalChatConfig(tmp_path / "a")) as first:
        port = int(first.api_root.rpartition(":")[2])
        async with open_localchat(LocalChatConfig(tmp_path / "b", port=port)) as second:
            assert second.api_root != first.api_root


async def test_a_lost_answer_leaves_the_message_in_the_chat(chat: LocalChat, bot: Bot) -> None:
    chat.drop_after_accept("sendMessage")

    with pytest.raises(NetworkError):
        await bot.send_message(ANN, "sent all the same")

    assert chat.messages(ANN)[-1].text == "sent all the same"
    await bot.send_message(ANN, "and the next one is answered")


async def test_a_garbled_answer_leaves_the_message_in_the_chat(chat: LocalChat, bot: Bot) -> None:
    chat.garble_after_accept("sendMessage")

    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(ANN, "sent all the same")

    assert chat.messages(ANN)[-1].text == "sent all the same"


@pytest.mark.filterwarnings("ignore:.*PTB_TIMEDELTA")
async def test_a_flood_error_is_told_with_its_pause(chat: LocalChat, bot: Bot) -> None:
    chat.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", {"retry_after": 7}, times=2)

    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(ANN, "x")
    await bot.send_message(ANN, "y")
    assert [call.status for call in chat.list_calls("sendMessage")] == [429, 429, 200]


async def test_an_outage_ends_long_polls_too(chat: LocalChat, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_poll_error(bot))
        await asyncio.sleep(0.2)
        chat.go_down()
    assert poll.result() == "NetworkError"
    with pytest.raises(NetworkError):
        await bot.send_message(ANN, "x")

    chat.come_back()
    await bot.send_message(ANN, "back")
    assert chat.messages(ANN)[-1].text == "back"


async def test_a_slow_server_runs_into_the_clients_deadline(chat: LocalChat, bot: Bot) -> None:
    chat.slow_down(0.5, "sendMessage")

    with pytest.raises(TimedOut):
        await bot.send_message(ANN, "x", read_timeout=0.1)


async def test_waiting_for_what_never_comes_ends(chat: LocalChat) -> None:
    with pytest.raises(TimeoutError):
        await chat.wait_for(lambda message: message.text == "never", 0.05)


async def test_a_forward_carries_where_it_came_from(chat: LocalChat, bot: Bot) -> None:
    origin = ForwardOrigin("channel", "News", -1001, "news_channel", 42, "Eve")
    link = Entity("text_link", 5, 4, url="https://example.com/hidden")
    await chat.send_forward(ANN, ANN, origin, "read this", entities=[link], photo=draw_picture(40, 40))

    [update] = await bot.get_updates()
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.forward_origin is not None
    assert update.message.forward_origin.type == "channel"
    assert update.message.caption == "read this"
    assert update.message.parse_caption_entities() == {update.message.caption_entities[0]: "this"}


async def test_errors_reach_the_library_as_it_reads_telegrams(chat: LocalChat, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "x")


async def _poll_error(bot: Bot) -> str:
    try:
        await bot.get_updates(timeout=5)
    except NetworkError as error:
        return type(error).__name__
    return "none"
