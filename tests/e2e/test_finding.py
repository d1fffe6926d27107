"""Finding again, with every part real: ten pages in four languages, tagged by reply, found in every way there is.

Each page is on a site of its own, and one of them has changed when it is saved again.
"""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import run_service
from tests.e2e.test_main_job import PERMALINK, is_answer, permalink_of, reply_to, save
from tests.site.server import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Name, language, title, text, a word of two characters that only this page has, and a tag.
PAGES = (
    ("tea", "zh", "泡茶的水温", "绿茶用八十度的水，岩茶要用沸水冲泡，时间不能太长。", "岩茶", "饮品"),
    ("library", "zh-Hant", "圖書館的夜晚", "閉館之後，管理員在書架之間散步，聽見雨聲。", "雨声", "讀書"),
    ("bicycle", "zh", "修自行车", "链条松了先看飞轮，再调后拨的螺丝，别急着换新的。", "飞轮", "修理"),
    ("ferry", "en", "Ferry times", "The grey ferry takes an ox across the river at noon.", "ox", "travel"),
    (
        "baker",
        "en",
        "The baker's morning",
        "At four he lights the oven; pi hangs on the wall as a joke.",
        "pi",
        "bread",
    ),
    ("stars", "en", "Stars over the moor", "Io stood beside Jupiter, bright enough for a child to see.", "io", "sky"),
    ("station", "ja", "駅前の喫茶店", "窓際の席で珈琲を飲みながら、電車を待っていた。", "珈琲", "喫茶"),
    ("bonsai", "ja", "盆栽の手入れ", "春になると針金を外し、新しい芽を摘みます。", "針金", "園芸"),
    ("egg", "de", "Das Frühstück", "Ein weiches Ei braucht vier Minuten, nicht mehr.", "Ei", "kochen"),
    ("oil", "de", "Die alte Lampe", "Ohne Öl brennt nichts, sagte der Großvater.", "öl", "haus"),
)


async def find(chat: LocalChat, query: str) -> set[str]:
    """The permalinks that /find answers."""
    return set(PERMALINK.findall((await reply_to(chat, await chat.send_text(OWNER, OWNER, f"/find {query}"))).words))


def bears(tag: str, message: Message) -> bool:
    """Whether a message is an answer with that tag."""
    return is_answer(message) and tag in message.caption


async def open_sites(stack: AsyncExitStack) -> dict[str, Site]:
    """A site on an address of its own for each page."""
    sites = {}
    for number, (name, language, title, text, _, _) in enumerate(PAGES, 11):
        site = sites[name] = await stack.enter_async_context(open_site(f"127.0.0.{number}"))
        head = f"<!doctype html><html lang={language}><meta charset=utf-8><title>{title}</title>"
        site.living[name] = f"{head}<h1>{title}</h1><p>{text}</p>"
    return sites


async def keep_all(chat: LocalChat, sites: dict[str, Site]) -> dict[str, Message]:
    """Save every page, tag each by a reply to its answer, and return the answers."""
    answers = {}
    for name, *_, tag in PAGES:
        answer = await save(chat, sites[name].url(f"/living/{name}"))
        await chat.send_text(OWNER, OWNER, f"#{tag}", reply_to=answer.message_id)
        answers[name] = await chat.wait_for(partial(bears, f"#{tag}"), 10)
    return answers


async def press(chat: LocalChat, message: Message, word: str) -> None:
    """Press the button that says so."""
    await chat.press(next(button for button in message.buttons if word in button.text), OWNER)


@pytest.mark.timeout(180)
async def test_ten_pages_in_four_languages_are_found_in_every_way(chat: LocalChat, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    async with AsyncExitStack() as stack:
        sites = await open_sites(stack)
        await stack.enter_async_context(
            run_service(tmp_path, chat, ALLOWED_USERS=str(OWNER), EGRESS_ALLOW="127.0.0.0/8")
        )
        answers = await keep_all(chat, sites)

        for name, _, title, _, word, tag in PAGES:
            host = sites[name].host
            for query in (
                word,
                f"#{tag}",
                f"标签：{tag}",
                f"site:{host}",
                f"站點:{host}",
                f"{word} after:{yesterday} 之前:{tomorrow}",
                f"title:{title.split()[-1]} -#nothing",
                f"({word} or absent) #{tag}",
            ):
                assert await find(chat, query) == {permalink_of(answers[name])}, query
            for query in (f"{word} before:{yesterday}", f"#{tag} -site:{host}", f"{word} 之后:{tomorrow}"):
                assert await find(chat, query) == set(), query
            results = (await chat.inline_query(OWNER, word)).results
            assert [result.title for result in results] == [title], word
            assert results[0].kind == "photo"

        await find_what_changed(chat, sites["ferry"], permalink_of(answers["ferry"]))


async def find_what_changed(chat: LocalChat, site: Site, permalink: str) -> None:
    """Send the ferry's link again, capture it again as the answer offers, and ask what changed."""
    site.living["ferry"] += "<p>From June on it sails twice, 每天两班。</p>"
    known = await save(chat, site.url("/living/ferry"))
    assert permalink_of(known) == permalink
    assert "#travel" in known.caption
    await press(chat, known, "Capture again")
    newer = await chat.wait_for(lambda one: is_answer(one) and one.message_id > known.message_id, 30, chat_id=OWNER)
    await press(chat, newer, "What changed")
    said = await chat.wait_for(lambda one: one.reply_to == newer.message_id, 30, chat_id=OWNER)

    assert "➕ From June on it sails twice, 每天两班。" in said.words
    assert "➖" not in said.words
    assert len(chat.photo_bytes(said)) > 5_000
    assert await find(chat, "两班") == {permalink_of(newer)}
    assert permalink_of(newer) != permalink
