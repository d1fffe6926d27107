from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import ListKind, Page, ShowTag, parse
from bot.i18n import LOCALES, get_translator
from bot.parsing.query import Problem
from bot.services.cards import FoundLink, FoundPage, TagCount, TagPage
from bot.views.html import MAX_TEXT
from bot.views.lists import fold_query, read_query, render_found, render_recent, render_tags
from tests.bot.views.golden import check_golden
from tests.bot.views.samples import FOUND, HIT, NOTHING, NOW, TAGS
from tests.bot.views.telegram_html import units, visible_text

EN = get_translator("en")
PROBLEM_CODES = (
    "tag",
    "site",
    "before",
    "after",
    "is",
    "title",
    "note",
    "from",
    "lang",
    "type",
    "period",
    "too_long",
    "from_the_future",
)
PROBLEMS = tuple(Problem(code, "<x>") for code in PROBLEM_CODES)
ANY_TEXT = st.text(st.characters(codec=None), max_size=400) | st.text(
    st.sampled_from("a <&>#😀汤\u202e👩‍👧\n"), max_size=2000
)
ANY_HIT: st.SearchStrategy[FoundLink] = st.builds(
    lambda title, tags: replace(HIT, title=title, tags=tuple(tags)), ANY_TEXT, st.lists(ANY_TEXT, max_size=10)
)


@pytest.mark.parametrize("locale", LOCALES)
def test_lists_are_those_that_were_found_good(locale: str) -> None:
    tr = get_translator(locale)
    replies = {
        "found": render_found(FOUND, 'soup #recipe -"old & <cold>"', tr, now=NOW),
        "found one": render_found(replace(FOUND, hits=(HIT,), total=1, page=0), "汤", tr, now=NOW),
        "nothing found": render_found(NOTHING, "soup", tr, now=NOW, problems=PROBLEMS[:2]),
        "nothing found, but": render_found(NOTHING, "zuppe", tr, now=NOW, meant="soup <汤>"),
        **{
            f"problem: {problem.code}": render_found(NOTHING, "soup", tr, now=NOW, problems=[problem])
            for problem in PROBLEMS
        },
        "recent": render_recent(replace(FOUND, page=0), tr, now=NOW),
        "nothing recent": render_recent(NOTHING, tr, now=NOW),
        "tags": render_tags(TAGS, tr),
        "no tags": render_tags(TagPage(), tr),
    }

    check_golden("lists", locale, replies)


@given(st.lists(ANY_HIT, min_size=1, max_size=5), ANY_TEXT, st.sampled_from(LOCALES))
def test_any_list_is_telegrams_html_and_within_its_limit(hits: list[FoundLink], query: str, locale: str) -> None:
    tr = get_translator(locale)
    page = FoundPage(tuple(hits), total=len(hits) + 5)
    for reply in (
        render_found(page, query, tr, now=NOW, problems=[Problem("is", query)] * 5),
        render_recent(page, tr, now=NOW),
    ):
        text = visible_text(reply.html)

        assert units(text) <= MAX_TEXT
        assert text.count(HIT.permalink) >= len(hits)


@given(st.lists(st.builds(TagCount, ANY_TEXT, st.integers(1, 10**6)), max_size=30), st.sampled_from(LOCALES))
def test_any_page_of_tags_is_telegrams_html_and_within_its_limit(tags: list[TagCount], locale: str) -> None:
    reply = render_tags(TagPage(tuple(tags), 99, 0, 30), get_translator(locale))

    assert units(visible_text(reply.html)) <= MAX_TEXT
    assert all(len(button.callback.encode()) <= 64 for row in reply.keyboard for button in row)


@given(ANY_TEXT)
def test_the_query_is_read_from_the_list_that_it_began(text: str) -> None:
    query = fold_query(text)
    message = visible_text(render_found(FOUND, text, EN, now=NOW).html).strip()

    assert (read_query(message) or "") == query
    assert fold_query(query) == query


def test_other_messages_hold_no_query() -> None:
    assert read_query("🔎") is None
    assert read_query("soup\n🔎 soup") is None
    assert read_query(visible_text(render_recent(FOUND, EN, now=NOW).html)) is None


def test_a_long_query_goes_on_in_place_but_not_inline() -> None:
    keyboard = render_found(FOUND, "词" * 300, EN, now=NOW).keyboard

    assert [parse(button.callback) for button in keyboard[0]] == [
        Page(ListKind.FIND, 0),
        Page(ListKind.FIND, 1),
        Page(ListKind.FIND, 2),
    ]
    assert len(keyboard) == 1


def test_numbers_go_on_from_page_to_page() -> None:
    text = visible_text(render_found(replace(FOUND, page=6), "soup", EN, now=NOW).html)

    assert "\n31. Onion soup" in text


def test_a_tag_too_long_for_a_button_is_listed_all_the_same() -> None:
    reply = render_tags(TAGS, EN)
    buttons = [parse(button.callback) for row in reply.keyboard for button in row]

    assert f"#{'a' * 70}" in reply.html
    assert ShowTag("食谱") in buttons
    assert ShowTag("a" * 70) not in buttons
