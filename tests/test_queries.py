"""Whatever a person types is answered, at every door and by both databases: nothing raises or leaves the chat."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from yarl import URL

from bot.i18n import get_translator
from bot.parsing.query import parse_query
from bot.services.browsing import browse
from bot.services.completing import complete
from bot.services.correcting import correct
from bot.services.finding import find
from bot.services.leafing import FIRST, leaf
from bot.views.html import MAX_TEXT
from bot.views.inline import render_inline
from bot.views.lists import render_found
from models.database import open_database
from models.links import set_note
from models.tables import Chat
from models.tags import add_tags
from tests.bot.views.telegram_html import units, visible_text
from tests.factories import NOW, make_chat, make_finished, make_link, make_outcome
from tests.house import OWNER, TestHouse, open_house
from tests.ports import PUBLIC_URL, open_desk
from tests.webhouse import open_browser, serve_api, sign_in

pytestmark = pytest.mark.slow

SEED = 20261124
TYPED = {"sqlite": 2_000, "postgres": 700}  # which is slower
CORRECTED = 0.05  # of those that find nothing
LONGEST = 4_000
MOST_INLINE = 256  # Telegram, InlineQuery.query
EN = get_translator("en")
PIECES = (
    '"', "“", "”", "「", "」", "'", "`", "(", ")", "（", "）", "[", "{", "}", "-", "－", "#", "＃", ":", "：", "*", "^",
    "+", " ", " ", " ", "\t", "\n", "\u3000", "\x00", "\x1c", "\x7f", "\u200d", "\u202e", "\ud800", "\udfff", "\ufeff",
    " or ", " OR ", " 或 ", "|", " AND ", " NOT ", " NEAR(", "NEAR/3", "scope : ", "{title body} : ", "search_index",
    "'; DROP TABLE links; --", "' OR 1=1 --", "%", "_", "\\", "rank", "rowid:1", "c*", "?", "?1", "$a", "@x",
    "to_tsquery('", "a & !b | c:*", "<->", "::regclass", "$1", "\\x00",
    "title:", "note:", "from:", "site:", "tag:", "is:", "before:", "after:", "lang:", "type:", "标签:", "站点：",
    "之前:", "-(", "(((((((((((((", "))))))", "secret", "common", "秘密", "網", "网页", "한국", "c++", "🎉", "👩‍👩‍👧",
    "2026", "2026-13", "99999999d", "example.com", "failed", "zh", "pdf", "a" * 70, "字" * 200,
)  # fmt: skip
TYPED_AT_DOORS = (
    "don't", "20.04", "@x", "*", "AND", "NOT", 'NEAR("a b", 2)', '"', "a:b", "<b>&amp;</b>", "-", "#", "()", "((((",
    ")", "title:", "before:never", "is:purple", "-site:", "标签：", "c++", "node.js", "'; DROP TABLE links; --",
    "%' OR '1'='1", "search_index : x", "{title} : x", "rowid:1", "a & !b | c:*", "\x01\x02harbour\x1f", "\x7f\x00",
    "\u202eharbour\u200d", "🎉🏴‍☠️ 👩‍👩‍👧",
    "字" * LONGEST, "word " * (LONGEST // 5), "🎉" * (LONGEST // 2), "(" * LONGEST,
    '"' * LONGEST, "#" * LONGEST, "a or " * (LONGEST // 5), "-x" * (LONGEST // 2),
)  # fmt: skip


def invent(chance: random.Random) -> str:
    """Something that nobody in their right mind would type, or anybody might."""
    count = chance.choice((1, 2, 3, 5, 8, 20, 60))
    text = "".join(chance.choice(PIECES) for _ in range(count))
    return (text * LONGEST)[:LONGEST] if chance.random() < 0.02 else text


async def keep_one(chat: Chat) -> int:
    """A page with something for every piece to find; its link's number."""
    link = await make_link(chat, "https://example.com/common")
    await make_finished(link, outcome=make_outcome(title="common secret 秘密 網頁", text="common words c++ 한국 🎉"))
    await add_tags(link, ["common", "秘密"])
    await set_note(link, "a common note")
    return link.id


async def test_thousands_of_queries_raise_nothing_and_find_nothing_of_others(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same queries every time
    ports, typed = open_desk(tmp_path).ports(), TYPED[database_url.partition(":")[0]]
    found = 0
    async with open_database(database_url):
        mine, theirs = await make_chat(), await make_chat()
        own = await keep_one(mine)
        await keep_one(theirs)
        for number in range(typed):
            text = invent(chance)
            parsed = parse_query(text, NOW.date())
            page = await find(mine.id, parsed.query, 0, PUBLIC_URL)
            is_asked = not page.total and chance.random() < CORRECTED
            meant = await correct(mine.id, text, parsed) if is_asked else ""
            reply = render_found(page, text, EN, now=NOW, problems=parsed.problems, meant=meant)
            assert units(visible_text(reply.html)) <= MAX_TEXT, repr(text)
            assert all(render_inline(hit, EN, now=NOW).description for hit in page.hits), repr(text)
            ids = {hit.link_id for hit in page.hits}
            assert ids <= {own}, repr(text)
            assert page.total == len(ids), repr(text)
            if number % 3 == 0:
                order = chance.choice(("best", "newest", "oldest", "title", "site"))
                shelf = await browse(mine.id, parsed.query, 0, order=order)
                assert {one.link_id for one in shelf.links} == ids, repr(text)
            elif number % 3 == 1:
                leaves = await leaf(mine.id, parsed.query, FIRST, 5, ports)
                assert {hit.link_id for hit, _ in leaves.links} == ids, repr(text)
            else:
                assert {one.kind for one in await complete(mine.id, text)} <= {"tag", "site", "word"}, repr(text)
            found += page.total

    assert found > typed / 50  # so many of them did ask for something


@pytest.fixture
async def house(tmp_path: Path, migrated_file: Path) -> AsyncIterator[TestHouse]:
    async with open_house(tmp_path, migrated_file, API_TOKEN="a-long-token-of-the-owner") as opened:
        yield opened


async def test_the_chat_the_inline_box_the_web_and_the_api_answer_whatever_is_typed(house: TestHouse) -> None:
    await house.save("https://example.com/old-harbour")
    token = {"Authorization": "Bearer a-long-token-of-the-owner"}
    async with (
        open_browser(house) as browser,
        serve_api(house, requests_a_minute=1_000) as url,
        ClientSession(url, headers=token) as script,
    ):
        reader = await sign_in(house, browser)
        for text in TYPED_AT_DOORS:
            assert (await house.ask(f"/find {text}")).text.startswith("🔎"), repr(text)
            assert (await house.chat.inline_query(OWNER, text[:MOST_INLINE])).is_personal, repr(text)
            async with script.get("/api/links", params={"q": text}) as answer:
                assert answer.status == 200, repr(text)
            for path in ("/", "/suggest"):
                assert (await reader.get(str(URL(path).with_query(q=text))))[0] == 200, repr(text)
