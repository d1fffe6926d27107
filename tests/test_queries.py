"""Whatever a person types goes through parser and index into the chat's answer: nothing raises or leaves the chat."""

import random

import pytest

from bot.i18n import get_translator
from bot.parsing.query import parse_query
from bot.services.correcting import correct
from bot.services.finding import find
from bot.views.html import MAX_TEXT
from bot.views.inline import render_inline
from bot.views.lists import render_found
from models.links import set_note
from models.tags import add_tags
from tests.bot.views.telegram_html import units, visible_text
from tests.factories import NOW, make_chat, make_finished, make_link, make_outcome
from tests.ports import PUBLIC_URL

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.slow]

SEED = 20261124
TYPED = 3_000
CORRECTED = 0.05  # of those that find nothing
EN = get_translator("en")
PIECES = (
    '"', "“", "”", "「", "」", "'", "`", "(", ")", "（", "）", "[", "{", "}", "-", "－", "#", "＃", ":", "：", "*", "^",
    "+", " ", " ", " ", "\t", "\n", "\u3000", "\x00", "\x1c", "\x7f", "\u200d", "\u202e", "\ud800", "\udfff", "\ufeff",
    " or ", " OR ", " 或 ", "|", " AND ", " NOT ", " NEAR(", "NEAR/3", "scope : ", "{title body} : ", "search_index",
    "'; DROP TABLE links; --", "' OR 1=1 --", "%", "_", "\\", "rank", "rowid:1", "c*", "?", "?1", "$a", "@x",
    "title:", "note:", "from:", "site:", "tag:", "is:", "before:", "after:", "lang:", "type:", "标签:", "站点：",
    "之前:", "-(", "(((((((((((((", "))))))", "secret", "common", "秘密", "網", "网页", "한국", "c++", "🎉", "👩‍👩‍👧",
    "2026", "2026-13", "99999999d", "example.com", "failed", "zh", "pdf", "a" * 70, "字" * 200,
)  # fmt: skip


def invent(chance: random.Random) -> str:
    """Something that nobody in their right mind would type, or anybody might."""
    count = chance.choice((1, 2, 3, 5, 8, 20, 60))
    text = "".join(chance.choice(PIECES) for _ in range(count))
    return (text * 200)[:4_000] if chance.random() < 0.02 else text


async def test_thousands_of_queries_raise_nothing_and_find_nothing_of_others() -> None:
    mine, theirs = await make_chat(), await make_chat()
    links = [await make_link(chat, "https://example.com/common") for chat in (mine, theirs)]
    for link in links:
        await make_finished(
            link, outcome=make_outcome(title="common secret 秘密 網頁", text="common words c++ 한국 🎉")
        )
        await add_tags(link, ["common", "秘密"])
        await set_note(link, "a common note")
    chance = random.Random(SEED)  # noqa: S311 - the same queries every time

    found = 0
    for _ in range(TYPED):
        text = invent(chance)
        parsed = parse_query(text, NOW.date())
        page = await find(mine.id, parsed.query, 0, PUBLIC_URL)
        is_asked = not page.total and chance.random() < CORRECTED
        meant = await correct(mine.id, text, parsed) if is_asked else ""
        reply = render_found(page, text, EN, now=NOW, problems=parsed.problems, meant=meant)
        assert units(visible_text(reply.html)) <= MAX_TEXT, repr(text)
        assert all(render_inline(hit, EN, now=NOW).description for hit in page.hits), repr(text)
        assert page.total <= 1, repr(text)
        assert {hit.link_id for hit in page.hits} <= {links[0].id}, repr(text)
        found += page.total

    assert found > TYPED / 50  # so many of them did ask for something
