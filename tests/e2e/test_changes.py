"""A page is saved again after it changed, and says what changed: in the chat and in the browser."""

import pytest
from aiohttp import ClientSession

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.kept import download
from tests.e2e.service import Service
from tests.e2e.test_main_job import is_answer, permalink_of, save
from tests.site.pages import ENGLISH
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD = (
    "<title>Ferry</title><meta charset=utf-8><h1>Ferry times</h1><p>It is 12:30 now.</p>"
    f"<p>The ferry is blue.</p><p>{ENGLISH}</p>"
)
NEW = OLD.replace("12:30", "12:45").replace(
    "<p>The ferry", "<p>It never sails on Sundays.</p><p>渡轮周日停航。</p><p>The ferry"
)


async def test_what_changed_is_a_boxed_picture_and_the_words_that_came(
    service: Service, chat: LocalChat, site: Site
) -> None:
    site.living["ferry"] = OLD
    first = await save(chat, site.url("/living/ferry"))
    site.living["ferry"] = NEW
    await chat.press(next(button for button in first.buttons if "again" in button.text.casefold()), OWNER)
    second = await chat.wait_for(
        lambda message: is_answer(message) and permalink_of(message) != permalink_of(first), 30, chat_id=OWNER
    )

    await chat.press(next(button for button in second.buttons if "What changed" in button.text), OWNER)
    said = await chat.wait_for(lambda message: message.reply_to == second.message_id, 30, chat_id=OWNER)

    assert "➕ It never sails on Sundays." in said.words
    assert "➕ 渡轮周日停航。" in said.words
    assert "➖" not in said.words
    assert "Ignored: times." in said.words
    assert len(chat.photo_bytes(said)) > 5_000
    page = await download(f"{permalink_of(second)}/changes")
    assert b"<ins>It never sails on Sundays.</ins>" in page.content
    picture = await download(f"{permalink_of(second)}/changes.jpg")
    assert picture.content.startswith(b"\xff\xd8")
    assert b"/changes" in (await download(permalink_of(second))).content
    root, _, first_id = permalink_of(first).rpartition("/s/")
    async with ClientSession() as web, web.get(f"{root}/l/{first_id}", allow_redirects=False) as answer:
        assert answer.status == 302
        assert permalink_of(second).endswith(answer.headers["Location"])
