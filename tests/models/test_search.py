from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.database import transaction
from models.links import save_link, set_note
from models.search import SearchQuery, search_links
from models.tables import Chat, Link, Status
from models.tags import add_tags, remove_tags
from tests.factories import (
    NOW,
    make_artifact,
    make_chat,
    make_claimed,
    make_failed,
    make_finished,
    make_link,
    make_outcome,
    make_snapshot,
    numbers,
)

pytestmark = pytest.mark.usefixtures("database")


async def make_page(chat: Chat, text: str, *, title: str = "", url: str = "", days_ago: int = 0) -> Link:
    link = await make_link(chat, url, now=NOW - timedelta(days=days_ago))
    await make_finished(link, outcome=make_outcome(title=title, text=text))
    return link


async def find(chat: Chat, *words: str, limit: int = 10, offset: int = 0) -> list[int]:
    links, _ = await search_links(chat.id, SearchQuery(words=words), limit, offset)
    return [link.id for link in links]


async def find_by(chat: Chat, query: SearchQuery) -> set[int]:
    links, total = await search_links(chat.id, query, 100)
    assert len(links) == total
    return {link.id for link in links}


PAGE = """
    macOS 免费小工具推荐，二〇二六年。データベースの設計。서울에서 만나요. สวัสดีครับ हिन्दी में लेख
    Modern C++ and C# beside node.js; don't use Ubuntu 20.04 for multi-agent work, says @nasa.
    Ein Café in der Straße. Ёлка зелёная. Ｆｕｌｌ width. ﬁne ligatures. I ❤️ rust. École d'été. سَلام
"""


@pytest.mark.parametrize(
    "words",
    [
        ["免费"], ["小工具"], ["免费小工具"], ["工具"], ["推"], ["荐"], ["二〇二六"], ["macOS", "免费"], ["macos免费"],
        ["データ"], ["データベース"], ["設計"], ["서울"], ["만나"], ["สวัสดี"], ["हिन्दी"],
        ["c++"], ["C++"], ["c#"], ["node.js"], ["node"], ["NODE.JS"], ["don't"], ["don’t"], ["20.04"],
        ["multi-agent"], ["multi"], ["@nasa"], ["cafe"], ["CAFÉ"], ["café"], ["strasse"], ["STRASSE"],
        ["елка"], ["full"], ["ｆｕｌｌ"], ["fine"], ["❤"], ["rust"], ["ru"], ["moder"], ["ecole"], ["été"], ["سلام"],
        ["modern", "wor"], ["推", "rust"], ["&", "rust"],
    ],
)  # fmt: skip
async def test_a_word_of_the_page_finds_it(words: list[str]) -> None:
    chat = await make_chat()
    link = await make_page(chat, PAGE)
    await make_page(chat, "nothing of that kind")

    assert await find(chat, *words) == [link.id]


@pytest.mark.parametrize(("kept", "asked"), [("圖書館的資料", "图书馆"), ("图书馆的资料", "資料"), ("圖書館", "圖")])
async def test_simplified_and_traditional_find_each_other(kept: str, asked: str) -> None:
    chat = await make_chat()
    link = await make_page(chat, f"在{kept}里")

    assert await find(chat, asked) == [link.id]


@pytest.mark.parametrize(
    "words",
    [
        ["具工"],
        ["费工"],
        ["小免"],
        ["java"],
        ["modern", "absent"],
        ["ode"],
        ["mod", "rust"],
        ["!"],
        ["…", "&"],
        ["04.20"],
    ],
)
async def test_what_is_not_on_the_page_does_not_find_it(words: list[str]) -> None:
    chat = await make_chat()
    await make_page(chat, PAGE)

    assert await find(chat, *words) == []


async def test_everything_that_belongs_to_a_link_finds_it() -> None:
    chat = await make_chat()
    url = "https://blog.example.org/how-to-cook/%E7%B1%B3%E9%A5%AD"
    origin = {"kind": "channel", "name": "Kitchen News"}
    link, _ = await save_link(chat.id, "key", url, None, origin, NOW)
    await set_note(link, "for grandmother")
    await add_tags(link, ["recipes", "做饭"])
    await make_finished(link, outcome=make_outcome(title="Perfect rice", text="Wash it first"))

    for words in (
        "rice",
        "wash",
        "blog.example.org",
        "how-to-cook",
        "米饭",
        "grandmother",
        "recipes",
        "做饭",
        "kitchen",
    ):
        assert await find(chat, words) == [link.id], words


async def test_a_link_is_found_before_it_is_captured() -> None:
    chat = await make_chat()
    link = await make_link(chat, "https://example.com/patience")

    assert await find(chat, "patience") == [link.id]


async def test_the_text_stays_findable_when_a_later_capture_fails() -> None:
    chat = await make_chat()
    link = await make_page(chat, "precious words", title="Precious")
    await make_failed(link)

    assert await find(chat, "precious", "words") == [link.id]
    assert await find_by(chat, SearchQuery(states=("failed",))) == {link.id}


async def test_nobody_finds_what_belongs_to_another_chat() -> None:
    mine, theirs = await make_chat(), await make_chat()
    own = await make_page(mine, "shared secret")
    other = await make_page(theirs, "shared secret")
    await add_tags(other, ["tag"])

    assert await find(mine, "secret") == [own.id]
    for query in (
        SearchQuery(tags=("tag",)),
        SearchQuery(words=(f"c{theirs.id}",)),
        SearchQuery(words=('x" OR scope : "c',), phrases=('" OR "shared',)),
    ):
        assert await search_links(mine.id, query, 10) == ([], 0)
    assert await find_by(mine, SearchQuery(without_words=("absent",))) == {own.id}


async def test_tags_are_asked_for_by_any_spelling() -> None:
    chat = await make_chat()
    both, one = await make_link(chat), await make_link(chat)
    await add_tags(both, ["Rust", "c++"])
    await add_tags(one, ["rust"])

    assert await find_by(chat, SearchQuery(tags=("RUST",))) == {both.id, one.id}
    assert await find_by(chat, SearchQuery(tags=("rust", "C++"))) == {both.id}
    assert await find_by(chat, SearchQuery(tags=("rust",), without_tags=("c++",))) == {one.id}
    assert await find_by(chat, SearchQuery(tags=("rus",))) == set()
    await remove_tags(both, ["rust"])
    assert await find_by(chat, SearchQuery(tags=("rust",))) == {one.id}
    assert await find_by(chat, SearchQuery(words=("rust",))) == {one.id}


async def test_a_tag_in_traditional_characters_is_found_by_the_simplified_ones_and_the_other_way_round() -> None:
    chat = await make_chat()
    traditional, simplified, other = [await make_link(chat) for _ in range(3)]
    await add_tags(traditional, ["讀書/歷史"])
    await add_tags(simplified, ["读书"])
    await add_tags(other, ["书"])

    for asked in ("讀書", "读书"):
        assert await find_by(chat, SearchQuery(tags=(asked,))) == {traditional.id, simplified.id}
        assert await find_by(chat, SearchQuery(without_tags=(asked,))) == {other.id}
    assert await find_by(chat, SearchQuery(tags=("读书/历史",))) == {traditional.id}


@pytest.mark.parametrize(
    ("site", "is_found"),
    [
        ("example.com", True), ("www.example.com", True), ("blog.example.com", True), ("EXAMPLE.COM", True),
        ("https://blog.example.com/other", True), ("blog.example.com:8080", True), ("com", True),
        ("ample.com", False), ("example.com.evil", False), ("example.org", False), ("blog", False), ("", False),
    ],
)  # fmt: skip
async def test_a_site_is_a_host_and_those_below_it(site: str, is_found: bool) -> None:
    chat = await make_chat()
    link = await make_link(chat, "https://Blog.Example.com:8080/page")

    assert await find_by(chat, SearchQuery(sites=(site,))) == ({link.id} if is_found else set())


@pytest.mark.parametrize("site", ["bücher.example", "xn--bcher-kva.example", "BÜCHER.example"])
async def test_a_site_is_found_in_unicode_and_in_punycode(site: str) -> None:
    chat = await make_chat()
    link = await make_link(chat, "https://xn--bcher-kva.example/")

    assert await find_by(chat, SearchQuery(sites=(site,))) == {link.id}


async def test_days_are_asked_for_by_when_a_link_was_saved() -> None:
    chat = await make_chat()
    old = await make_link(chat, now=datetime(2025, 12, 31, 23, 59, tzinfo=UTC))
    new = await make_link(chat, now=datetime(2026, 1, 1, 0, 0, tzinfo=UTC))
    day = date(2026, 1, 1)

    assert await find_by(chat, SearchQuery(before=day)) == {old.id}
    assert await find_by(chat, SearchQuery(after=day)) == {new.id}
    assert await find_by(chat, SearchQuery(before=day, after=day)) == set()
    assert await find_by(chat, SearchQuery(words=("example",), after=day)) == {new.id}
    assert await find_by(chat, SearchQuery(before=date.max, after=date.min)) == {old.id, new.id}


async def test_states_are_those_of_the_newest_finished_capture() -> None:
    chat = await make_chat()
    waiting = (await make_snapshot(await make_link(chat))).link_id
    running = (await make_claimed(await make_link(chat))).link_id
    failed = (await make_failed(await make_link(chat), label="login_wall")).link_id
    partial = (await make_finished(await make_link(chat), outcome=make_outcome(status=Status.PARTIAL))).link_id
    mended = await make_link(chat)
    await make_failed(mended)
    await make_finished(mended)

    assert await find_by(chat, SearchQuery(states=("queued",))) == {waiting}
    assert await find_by(chat, SearchQuery(states=("capturing",))) == {running}
    assert await find_by(chat, SearchQuery(states=("failed",))) == {failed}
    assert await find_by(chat, SearchQuery(states=("failed", "login_wall"))) == {failed}
    assert await find_by(chat, SearchQuery(states=("partial",))) == {partial}
    assert await find_by(chat, SearchQuery(states=("complete",))) == {mended.id}
    assert await find_by(chat, SearchQuery(states=("nonsense",))) == set()


async def test_a_page_that_has_died_is_found_by_what_it_said_and_was_called() -> None:
    chat = await make_chat()
    link = await make_page(chat, "bread and butter", title="Breakfast")
    gone = replace(make_outcome(title="Not found", text="no such page"), label="http_error", http_status=404)
    await make_finished(link, outcome=gone)

    assert await find_by(chat, SearchQuery(words=("butter",), states=("dead",))) == {link.id}
    assert await find_by(chat, SearchQuery(words=("breakfast",))) == {link.id}
    assert (await Link.get(id=link.id)).title == "Breakfast"


async def test_words_can_be_shut_out() -> None:
    chat = await make_chat()
    bread, cake = await make_page(chat, "bread and butter"), await make_page(chat, "cake and butter 蛋糕")

    assert await find_by(chat, SearchQuery(words=("butter",), without_words=("cake",))) == {bread.id}
    assert await find_by(chat, SearchQuery(without_words=("bread",))) == {cake.id}
    assert await find_by(chat, SearchQuery(without_words=("蛋",))) == {bread.id}
    assert await find_by(chat, SearchQuery(without_words=("…",))) == {bread.id, cake.id}


async def test_a_phrase_is_its_words_in_order() -> None:
    chat = await make_chat()
    right, _ = await make_page(chat, "the quick brown fox 中文网页"), await make_page(chat, "brown the quick 网页中文")

    assert await find_by(chat, SearchQuery(phrases=("quick brown",))) == {right.id}
    assert await find_by(chat, SearchQuery(phrases=("quick bro",))) == set()
    assert await find_by(chat, SearchQuery(phrases=("中文网页",))) == {right.id}


async def test_an_empty_query_is_everything_newest_first() -> None:
    chat = await make_chat()
    old, new = await make_page(chat, "old", days_ago=9), await make_page(chat, "new")

    links, total = await search_links(chat.id, SearchQuery(), 10)

    assert ([link.id for link in links], total) == ([new.id, old.id], 2)


async def test_filters_alone_give_the_newest_first() -> None:
    chat = await make_chat()
    links = [await make_link(chat, now=NOW + timedelta(days=days)) for days in (2, 3, 1)]
    for link in links:
        await add_tags(link, ["tag"])

    found, _ = await search_links(chat.id, SearchQuery(tags=("tag",)), 10)

    assert [link.id for link in found] == [links[1].id, links[0].id, links[2].id]


async def test_a_title_counts_more_than_a_text_and_a_new_page_more_than_an_old_one() -> None:
    chat = await make_chat()
    filler = "something else entirely " * 20
    for _ in range(8):
        await make_page(chat, filler)
    old = await make_page(chat, f"{filler} sourdough", days_ago=2000)
    in_text = await make_page(chat, f"{filler} sourdough")
    in_title = await make_page(chat, filler, title="Sourdough for beginners", days_ago=30)

    assert await find(chat, "sourdough") == [in_title.id, in_text.id, old.id]


async def test_pages_of_results_neither_overlap_nor_leave_out() -> None:
    chat = await make_chat()
    made = {(await make_page(chat, "bread", days_ago=day)).id for day in range(12)}

    pages = [await find(chat, "bread", limit=5, offset=offset) for offset in (0, 5, 10, 15)]

    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert {link_id for page in pages for link_id in page} == made


async def test_more_matches_than_are_ranked_can_all_be_turned_to() -> None:
    chat = await make_chat()
    made = await plant(chat, 507)

    pages = [await find(chat, "bread", limit=limit, offset=at) for limit, at in ((498, 0), (5, 498), (5, 503))]

    assert [len(page) for page in pages] == [498, 5, 4]
    assert sorted(link_id for page in pages for link_id in page) == made


async def test_what_is_counted_no_further_can_still_be_turned_to() -> None:
    chat = await make_chat()
    await plant(chat, 12)

    query = SearchQuery(words=("bread",))
    pages = [await search_links(chat.id, query, 5, offset, counted=5) for offset in (0, 5, 10)]

    assert [(len(links), total) for links, total in pages] == [(5, 6), (5, 11), (2, 12)]


async def plant(chat: Chat, number: int) -> list[int]:
    """Make links that a word finds; their numbers."""
    async with transaction():
        return [(await make_link(chat, f"https://example.com/bread/{next(numbers)}")).id for _ in range(number)]


async def test_a_search_costs_the_same_number_of_queries_for_one_hit_and_for_many(
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    chat = await make_chat()
    await plant(chat, 20)

    with count_queries() as queries:
        assert len(await find(chat, "bread", limit=20)) == 20

    assert len(queries) == 2


TYPED = st.text(max_size=30) | st.sampled_from(
    [
        '"',
        "AND",
        "OR NOT",
        "NEAR(",
        "a*",
        "^b",
        "-",
        "{title}:x",
        "scope : x",
        "\x00",
        "\ud800",
        "'; DROP TABLE links",
        "'",
    ]
)


def several(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(text, max_size=3).map(tuple)


QUERIES = st.builds(
    SearchQuery,
    words=several(TYPED),
    phrases=several(TYPED),
    without_words=several(TYPED),
    tags=several(TYPED),
    without_tags=several(TYPED),
    sites=several(TYPED),
    before=st.none() | st.dates(),
    after=st.none() | st.dates(),
    states=several(TYPED),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
@example(query=SearchQuery(words=("a",) * 500, without_words=("b",) * 500, tags=("c",) * 500))
@example(query=SearchQuery(phrases=("word " * 5000,), sites=("x" * 5000,)))
async def test_nothing_that_a_person_types_raises(query: SearchQuery) -> None:
    links, total = await search_links(1, query, 5)

    assert len(links) == total == 0


async def test_one_of_several_will_do_and_none_of_several_may() -> None:
    chat = await make_chat()
    soup, stew = await make_page(chat, "soup", days_ago=400), await make_page(chat, "stew with salt")
    await add_tags(soup, ["recipe"])
    pie = await make_page(chat, "pie")
    words = {name: SearchQuery(words=(name,)) for name in ("soup", "stew", "pie", "…")}
    early = SearchQuery(before=NOW.date() - timedelta(days=100))

    for query, found in (
        (SearchQuery(either=((words["soup"], words["stew"]),)), {soup, stew}),
        (SearchQuery(either=((words["soup"], words["stew"]),), tags=("recipe",)), {soup}),
        (SearchQuery(either=((words["pie"], early),)), {soup, pie}),
        (SearchQuery(either=((words["pie"], SearchQuery(without_words=("salt",))),)), {soup, pie}),
        (SearchQuery(either=((words["…"], words["pie"]),)), {pie}),
        (SearchQuery(either=((words["…"],),)), set()),
        (SearchQuery(neither=(words["soup"], words["pie"])), {stew}),
        (SearchQuery(neither=(early,)), {stew, pie}),
        (SearchQuery(neither=(SearchQuery(words=("stew", "salt")), words["…"])), {soup, pie}),
        (SearchQuery(neither=(SearchQuery(either=((words["pie"], early),)),)), {stew}),
        (SearchQuery(either=((SearchQuery(neither=(words["soup"],)), SearchQuery(states=("queued",))),)), {stew, pie}),
    ):
        assert await find_by(chat, query) == {link.id for link in found}, query


async def test_the_other_side_of_an_or_does_not_leave_the_chat() -> None:
    mine, theirs = await make_chat(), await make_chat()
    own, _ = await make_page(mine, "shared"), await make_page(theirs, "shared")
    late = SearchQuery(after=NOW.date() - timedelta(days=1))

    for one in (SearchQuery(words=("shared",)), SearchQuery(without_words=("absent",)), late):
        assert await find_by(mine, SearchQuery(either=((one, SearchQuery(states=("queued",))),))) == {own.id}
        assert await find_by(mine, SearchQuery(either=((late, one),))) == {own.id}


async def test_title_note_and_origin_are_asked_for_alone() -> None:
    chat = await make_chat()
    titled = await make_page(chat, "body", title="Harbour 港口")
    noted = await make_link(chat)
    await set_note(noted, "the harbour of grandmother")
    sent = await make_link(chat, origin={"kind": "channel", "name": "Harbour News", "url": "https://t.me/hnews"})
    told = await make_page(chat, "a harbour")

    assert await find_by(chat, SearchQuery(words=("harbour",))) == {titled.id, noted.id, sent.id, told.id}
    assert await find_by(chat, SearchQuery(titles=("harb",))) == {titled.id}
    assert await find_by(chat, SearchQuery(titles=("港",))) == {titled.id}
    assert await find_by(chat, SearchQuery(notes=("harbour",))) == {noted.id}
    assert await find_by(chat, SearchQuery(origins=("harbour news",))) == {sent.id}
    assert await find_by(chat, SearchQuery(origins=("hnews",))) == {sent.id}
    assert await find_by(chat, SearchQuery(titles=("harbour",), notes=("harbour",))) == set()


async def test_languages_types_and_what_a_link_lacks_are_asked_for() -> None:
    chat = await make_chat()
    bare, noted = await make_link(chat), await make_link(chat)
    await set_note(noted, "look")
    await add_tags(noted, ["tag"])
    pdf, article = await make_link(chat), await make_link(chat)
    await make_finished(pdf, artifacts=(make_artifact("file", media_type="application/pdf"),))
    chinese = replace(make_outcome(), language="zh-Hans")
    await make_finished(article, outcome=chinese, artifacts=(make_artifact("article"),))

    assert await find_by(chat, SearchQuery(states=("untagged",))) == {bare.id, pdf.id, article.id}
    assert await find_by(chat, SearchQuery(states=("noted",))) == {noted.id}
    assert await find_by(chat, SearchQuery(types=("pdf",))) == {pdf.id}
    assert await find_by(chat, SearchQuery(types=("file",))) == {pdf.id}
    assert await find_by(chat, SearchQuery(types=("article",))) == {article.id}
    assert await find_by(chat, SearchQuery(types=("page",))) == {article.id}
    assert await find_by(chat, SearchQuery(languages=("ZH",))) == {article.id}
    assert await find_by(chat, SearchQuery(languages=("zh-hans",))) == {article.id}
    assert await find_by(chat, SearchQuery(languages=("h",))) == set()
    await set_note(noted, "")
    await remove_tags(noted, ["tag"])
    assert await find_by(chat, SearchQuery(states=("noted",))) == set()
    assert noted.id in await find_by(chat, SearchQuery(states=("untagged",)))


async def test_a_dead_link_is_one_whose_page_is_gone() -> None:
    chat = await make_chat()
    gone, unreachable, late, kept = [await make_link(chat) for _ in range(4)]
    await make_finished(gone)
    await make_finished(gone, outcome=replace(make_outcome(), http_status=410))
    await make_failed(unreachable)
    await make_failed(late, label="timeout")
    await make_finished(kept)
    await make_failed(kept, label="timeout")

    assert await find_by(chat, SearchQuery(states=("dead",))) == {gone.id, unreachable.id, late.id}
    await make_finished(gone)
    assert await find_by(chat, SearchQuery(states=("dead",))) == {unreachable.id, late.id}
