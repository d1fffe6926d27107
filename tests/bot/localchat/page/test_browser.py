import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedPhoto,
    InputMediaPhoto,
    Update,
)

from bot.localchat import LocalChat
from tests.bot.localchat.browsers import open_page
from tests.bot.localchat.pictures import draw_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ME = 1


async def _serve(bot: Bot) -> None:
    """A bot that says little, until it is cancelled."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=10):
            offset = update.update_id + 1
            await _answer(bot, update)


async def _answer(bot: Bot, update: Update) -> None:
    if update.callback_query:
        await update.callback_query.answer("pressed " + str(update.callback_query.data))
    if update.inline_query:
        photo = await bot.send_photo(ME, draw_picture(60, 60))
        found = InlineQueryResultCachedPhoto("1", photo.photo[0].file_id, title="Found", caption="chosen #tea")
        await update.inline_query.answer([found], is_personal=True, cache_time=0)


@asynccontextmanager
async def _serving(bot: Bot) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_serve(bot))
        yield
        task.cancel()


async def test_start_opens_the_chat_and_the_hint_sends_the_sample(chat: LocalChat) -> None:
    async with open_page(chat) as page:
        await page.click("#start")
        await page.click("text=Send this sample link")
        sent = await chat.wait_for(lambda message: message.text == chat.sample_url, chat_id=ME)
        await page.wait_for_selector(f".row.is-own a[href='{chat.sample_url}']")
        await page.wait_for_selector("#hint", state="hidden")

    assert [entity["type"] for entity in sent.entities] == ["url"]


async def test_a_message_changes_in_place_into_a_photo_that_opens(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(ME, ME, "/start")
    async with open_page(chat) as page:
        sent = await bot.send_message(ME, "opening…")
        row = page.locator(f"[data-id='{sent.message_id}']")
        await row.locator("text=opening…").wait_for()
        media = InputMediaPhoto(draw_picture(1280, 2000), caption="<b>Title</b> #tag", parse_mode="HTML")
        await bot.edit_message_media(media, ME, sent.message_id)
        await row.locator("b", has_text="Title").wait_for()
        await row.locator(".photo").click()
        await page.wait_for_function("document.querySelector('#viewer[open] img').naturalHeight === 2000")
        await page.keyboard.press("Escape")
        await page.wait_for_selector("#viewer", state="hidden")


async def test_buttons_answer_copy_and_open(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(ME, ME, "/start")
    keyboard = [
        [InlineKeyboardButton("Ask", callback_data="a"), InlineKeyboardButton("Open", url="http://127.0.0.1:9/s/x")],
        [
            InlineKeyboardButton("Copy", copy_text=CopyTextButton("copied words")),
            InlineKeyboardButton("Search", switch_inline_query_current_chat="#tea"),
        ],
    ]
    async with _serving(bot), open_page(chat) as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await bot.send_message(ME, "choose", reply_markup=InlineKeyboardMarkup(keyboard))
        await page.click("text=Ask")
        await page.wait_for_selector("#toast:has-text('pressed a')")
        await page.click(".key:has-text('Copy')")
        await page.wait_for_selector("#toast:has-text('Copied')")
        assert await page.evaluate("navigator.clipboard.readText()") == "copied words"
        link = page.locator("a.key")
        assert (await link.get_attribute("href"), await link.get_attribute("target")) == (
            "http://127.0.0.1:9/s/x",
            "_blank",
        )
        await page.click(".key:has-text('Search')")
        assert await page.input_value("#input") == f"@{chat.board.config.bot_username} #tea"


async def test_inline_results_are_sent_by_choosing(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(ME, ME, "/start")
    async with _serving(bot), open_page(chat) as page:
        await page.fill("#input", f"@{chat.board.config.bot_username} tea")
        await page.click(".tile[title='Found']")
        chosen = await chat.wait_for(lambda message: message.caption == "chosen #tea")
        await page.wait_for_selector(".from:has-text('via Snapkeep')")
        assert await page.input_value("#input") == ""

    assert chosen.sender_id == ME


async def test_a_reply_and_an_edit_go_through_the_bubbles_menu(chat: LocalChat, bot: Bot) -> None:
    mine = await chat.send_text(ME, ME, "my words")
    theirs = await bot.send_message(ME, "saved")
    async with open_page(chat) as page:
        await page.click(f"[data-id='{theirs.message_id}'] .meta")
        await page.click("#menu >> text=Reply")
        await page.fill("#input", "#tag")
        await page.keyboard.press("Enter")
        reply = await chat.wait_for(lambda message: message.text == "#tag")
        await page.click(f"[data-id='{mine.message_id}'] .meta")
        await page.click("#menu >> text=Edit")
        await page.fill("#input", "other words")
        await page.click("#send")
        await chat.wait_for(lambda message: message.text == "other words")
        await page.wait_for_selector(f"[data-id='{mine.message_id}']:has-text('edited')")

    assert reply.reply_to == theirs.message_id


async def test_the_command_menu_speaks_chinese_to_a_chinese_browser(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(ME, ME, "/start")
    await bot.set_my_commands([BotCommand("find", "Search")])
    await bot.set_my_commands([BotCommand("find", "查找")], language_code="zh")
    async with open_page(chat, locale="zh-CN") as page:
        assert await page.get_attribute("#input", "placeholder") == "输入消息"
        await page.fill("#input", "/")
        await page.click("#commands >> text=查找")
        await chat.wait_for(lambda message: message.text == "/find")

    assert chat.board.world.users[ME].language_code == "zh-hans"


async def test_a_sample_post_is_forwarded_with_its_hidden_link(chat: LocalChat) -> None:
    await chat.send_text(ME, ME, "/start")
    async with open_page(chat) as page:
        await page.click("text=Forward a sample post")
        await page.wait_for_selector(".from:has-text('Forwarded from')")

    forwarded = chat.messages(ME)[-1]
    assert forwarded.content["forward_origin"]["type"] == "channel"
    assert [e["url"] for e in forwarded.entities if e["type"] == "text_link"] == [
        chat.sample_url.replace("/tea", "/moon")
    ]


async def test_what_people_type_is_shown_and_never_run(chat: LocalChat) -> None:
    text = "<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3)"
    await chat.send_text(ME, ME, text)
    async with open_page(chat) as page:
        assert text in await page.inner_text(".row .words")


async def test_nothing_is_wider_than_a_phone(chat: LocalChat, bot: Bot) -> None:
    await chat.send_text(ME, ME, "https://example.com/" + "a" * 300)
    await bot.send_document(ME, b"x", filename="a-very-long-name-" * 8 + ".bin")
    async with open_page(chat, width=360) as page:
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        assert await page.evaluate("document.querySelector('#scroll').scrollWidth") <= 360
