from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.query import MAX_TERMS, Problem, parse_query
from bot.parsing.query_filters import _FILTERS, _LANGUAGE_NAMES, _STATE_NAMES, _TYPE_NAMES
from models.search import SearchQuery
from models.text import fold

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", SearchQuery()),
        ("  two   words ", SearchQuery(words=("two", "words"))),
        ('"a phrase" “smart one” 「角」 "open end', SearchQuery(phrases=("a phrase", "smart one", "角", "open end"))),
        ('-bad -"worse thing"', SearchQuery(without_words=("bad", "worse thing"))),
        ("#tag -#not ＃全角 #a#b", SearchQuery(tags=("tag", "全角", "a", "b"), without_tags=("not",))),
        ("tag:x -tag:y 标签:工具,阅读", SearchQuery(tags=("x", "工具", "阅读"), without_tags=("y",))),
        ("#Tag tag:tag", SearchQuery(tags=("tag",))),
        ("site:Example.com SITE:https://www.example.org/a 站点：例子.测试",
         SearchQuery(sites=("example.com", "example.org", "xn--fsqu00a.xn--0zwm56d"))),
        ("before:2026-01 before:2025 after:2024-02-03", SearchQuery(before=date(2025, 1, 1), after=date(2024, 2, 3))),
        ("之前:2027年1月 之后：7d", SearchQuery(before=date(2027, 1, 1), after=date(2026, 11, 17))),
        ("is:failed 状态:空白 is:bot-check", SearchQuery(states=("failed", "blank", "bot_check"))),
        ('site:"example.com"', SearchQuery(sites=("example.com",))),
        ("c++ c# node.js 5\" 你好：世界", SearchQuery(words=("c++", "c#", "node.js", '5"', "你好：世界"))),
        ("heading:foo https://example.com/a", SearchQuery(words=("heading:foo", "https://example.com/a"))),
        ('title:foo 标题：“a b” note:x 备注:y from:z 来自:"w v"',
         SearchQuery(titles=("foo", "a b"), notes=("x", "y"), origins=("z", "w v"))),
        ("lang:en 语言:中文 LANG:pt_BR type:pdf 类型:文章",
         SearchQuery(languages=("en", "zh", "pt-br"), types=("pdf", "article"))),
        ("標籤:甲 網站：example.com 標題:乙 備註:丙 來自:丁",
         SearchQuery(tags=("甲",), sites=("example.com",), titles=("乙",), notes=("丙",), origins=("丁",))),
        ("ｔａｇ：a 類型:檔案 語言:漢語 狀態:失敗 狀態:打不開",
         SearchQuery(tags=("a",), types=("file",), languages=("zh",), states=("failed", "unreachable"))),
        ("is:untagged is:noted 状态:失效", SearchQuery(states=("untagged", "noted", "dead"))),
        ("#a soup or stew or pie b", SearchQuery(
            tags=("a",), words=("b",),
            either=((SearchQuery(words=("soup",)), SearchQuery(words=("stew",)), SearchQuery(words=("pie",))),))),
        ("(soup #a) 或 （汤 -盐）", SearchQuery(
            either=((SearchQuery(words=("soup",), tags=("a",)), SearchQuery(words=("汤",), without_words=("盐",))),))),
        ("a (b (c or d)) f(x)", SearchQuery(
            words=("a", "b", "f(x)"), either=((SearchQuery(words=("c",)), SearchQuery(words=("d",))),))),
        ("(see f(x)) (#c)", SearchQuery(words=("see", "f(x)"), tags=("c",))),
        ("-site:example.com -(a b) -before:2026 -tag:a,b -(c)", SearchQuery(
            without_words=("c",), without_tags=("a", "b"),
            neither=(SearchQuery(sites=("example.com",)), SearchQuery(words=("a", "b")),
                     SearchQuery(before=date(2026, 1, 1))))),
        ("a or", SearchQuery(words=("a",))),
        ("or a", SearchQuery(words=("or", "a"))),
        ("a or (", SearchQuery(words=("a",))),
        ("(((a)) b", SearchQuery(words=("a", "b"))),
        ("a) :) (", SearchQuery(words=("a)",))),
        ("order 或许", SearchQuery(words=("order", "或许"))),
        ('- # " … -- ""', SearchQuery()),
        ("*' OR (NEAR)", SearchQuery(words=("NEAR",))),
        ("hello　world", SearchQuery(words=("hello", "world"))),
    ],
)  # fmt: skip
def test_query_is_read(text: str, query: SearchQuery) -> None:
    parsed = parse_query(text, TODAY)

    assert parsed.query == query
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("before:yesterdayish", Problem("before", "yesterdayish")),
        ("after:2026-02-30", Problem("after", "2026-02-30")),
        ("after:", Problem("after", "")),
        ("site:???", Problem("site", "???")),
        ("is:purple", Problem("is", "purple")),
        ("标签：“two words”", Problem("tag", "two words")),
        ("-site:???", Problem("site", "???")),
        ("title:…", Problem("title", "…")),
        ("note:", Problem("note", "")),
        ("from:-", Problem("from", "-")),
        ("lang:klingonish", Problem("lang", "klingonish")),
        ("类型:梦", Problem("type", "梦")),
    ],
)
def test_filter_that_makes_no_sense_is_reported_and_the_rest_is_searched(text: str, problem: Problem) -> None:
    parsed = parse_query(f"word {text} #tag", TODAY)

    assert parsed.problems == (problem,)
    assert parsed.query == SearchQuery(words=("word",), tags=("tag",))


def test_every_name_of_a_filter_and_of_a_value_is_written_as_names_are_compared() -> None:
    for names in (_FILTERS, _STATE_NAMES, _TYPE_NAMES, _LANGUAGE_NAMES):
        assert [name for name in names if fold(name) != name] == []


def test_days_between_which_there_are_none_are_reported() -> None:
    parsed = parse_query("after:2026 before:2025", TODAY)

    assert parsed.problems == (Problem("period", "after:2026-01-01 before:2025-01-01"),)


def test_endless_query_is_cut_and_said_so() -> None:
    parsed = parse_query("a " * (MAX_TERMS + 5))

    assert len(parsed.query.words) == MAX_TERMS
    assert parsed.problems == (Problem("too_long", "a"),)


PIECES = [
    '"',
    "“",
    "”",
    "「",
    "-",
    "#",
    ":",
    "：",
    " ",
    "site",
    "before",
    "is",
    "tag",
    "标签",
    "2026",
    "a",
    "网",
    "(",
    ")",
    "（",
    " or ",
    " 或 ",
    "-(",
    "title:",
    "lang:",
]
QUERY_TEXT = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=40).map("".join)


@given(QUERY_TEXT)
def test_no_query_raises(text: str) -> None:
    parsed = parse_query(text, TODAY)

    assert all(problem.code for problem in parsed.problems)
    assert all(word.strip() for word in parsed.query.words + parsed.query.phrases + parsed.query.without_words)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8))
def test_plain_words_come_through_unchanged(words: list[str]) -> None:
    assert parse_query(" ".join(words)).query == SearchQuery(words=tuple(words))
