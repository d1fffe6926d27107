"""Finding again, with every part real: ten pages in four languages, tagged by reply, found in every way there is."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.localchat import LocalChat, Message
from tests.e2e.conftest import OWNER
from tests.e2e.service import Service
from tests.e2e.test_main_job import is_answer, permalink_of, reply_to, save
from tests.site.server import Site

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


async def find(chat: LocalChat, query: str) -> str:
    """What /find answers."""
    return (await reply_to(chat, await chat.send_text(OWNER, OWNER, f"/find {query}"))).words


def bears(tag: str, message: Message) -> bool:
    """Whether a message is an answer with that tag."""
    return is_answer(message) and tag in message.caption


async def keep_all(chat: LocalChat, site: Site) -> dict[str, str]:
    """Save every page, tag each by a reply to its answer, and return their permalinks."""
    permalinks = {}
    for name, language, title, text, _, tag in PAGES:
        head = f"<!doctype html><html lang={language}><meta charset=utf-8><title>{title}</title>"
        site.living[name] = f"{head}<h1>{title}</h1><p>{text}</p>"
        answer = await save(chat, site.url(f"/living/{name}"))
        await chat.send_text(OWNER, OWNER, f"#{tag}", reply_to=answer.message_id)
        await chat.wait_for(partial(bears, f"#{tag}"), 10)
        permalinks[name] = permalink_of(answer)
    return permalinks


@pytest.mark.timeout(180)
async def test_ten_pages_in_four_languages_are_found_in_every_way(
    service: Service, chat: LocalChat, site: Site
) -> None:
    permalinks = await keep_all(chat, site)
    today = datetime.now(UTC).date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    for name, _, title, _, word, tag in PAGES:
        for query in (
            word,
            f"#{tag}",
            f"标签:{tag} site:127.0.0.1",
            f"{word} after:{yesterday} 之前:{tomorrow}",
            f"title:{title.split()[-1]} -#nothing",
            f"({word} or absent) #{tag}",
        ):
            assert permalinks[name] in await find(chat, query), query
        results = (await chat.inline_query(OWNER, word)).results
        assert [result.title for result in results] == [title], word
        assert results[0].kind == "photo"
    assert permalinks["tea"] not in await find(chat, f"岩茶 before:{yesterday}")
    assert permalinks["tea"] not in await find(chat, "岩茶 -site:127.0.0.1")
    assert "10" in (await find(chat, "站点:127.0.0.1")).splitlines()[1]
