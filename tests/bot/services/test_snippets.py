import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.query import parse_query
from bot.services.cards import Part
from bot.services.snippets import find_snippet, list_needles, mark


def show(parts: tuple[Part, ...]) -> str:
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


def snippet(text: str, query: str) -> str:
    return show(find_snippet(text, list_needles(parse_query(query).query)))


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("The old harbour lies north.", "harbour", "The old [harbour] lies north."),
        ("The old HARBOUR lies north.", "harbour old", "The [old] [HARBOUR] lies north."),
        ("The harbours lie north.", "harb", "The [harbours] lie north."),
        ("Harbour and harbours", '"harbour"', "[Harbour] and harbours"),
        ("macOS 免费小工具推荐", "小工具", "macOS 免费[小工具]推荐"),
        ("在圖書館裡讀書", "图书馆", "在[圖書館]裡讀書"),
        ("在图书馆里", "圖", "在[图]书馆里"),
        ("Ein Café in der Straße dort", "cafe strasse", "Ein [Café] in der [Straße] dort"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full", "[Ｆｕｌｌ] ｗｉｄｔｈ"),
        ("ﬁne ligatures", "fine", "[ﬁne] ligatures"),
        ("Cafe\u0301 noir", "café noir", "[Cafe\u0301] [noir]"),
        ("Modern C++ and node.js", "c++ node.js", "Modern [C++] and [node.js]"),
        ("one two three", '"two three"', "one [two three]"),
        ("soup, or stew", "soup or pie", "[soup], or stew"),
        ("서울에서 만나요", "서울", "[서울]에서 만나요"),
        ("nothing of that kind", "harbour", ""),
        ("scarecrow", "crow", ""),
        ("anything", "#tag", ""),
    ],
)  # fmt: skip
def test_matches_are_marked_in_the_text_as_it_is_spelled(text: str, query: str, shown: str) -> None:
    assert snippet(text, query) == shown


def test_a_snippet_is_cut_where_words_end_and_says_so() -> None:
    shown = snippet("word " * 500 + "harbour " + "word " * 500, "harbour")

    assert shown.startswith("… word") and shown.endswith("word …")  # noqa: PT018 - one sentence
    assert "[harbour]" in shown
    assert len(shown) < 200


def test_the_place_with_most_of_the_words_is_shown() -> None:
    text = "harbour " + "filler " * 200 + "a lighthouse above the harbour"

    assert "[lighthouse] above the [harbour]" in snippet(text, "harbour lighthouse")


def test_what_stands_far_down_is_found_too() -> None:
    assert "[港口]" in snippet("填充。" * 10_000 + "港口", "港口")


def test_a_whole_title_is_marked() -> None:
    needles = list_needles(parse_query("soup").query)

    assert show(mark("Soup of the day, and soups", needles)) == "[Soup] of the day, and [soups]"


@given(st.text(max_size=300), st.text(max_size=40))
def test_parts_are_always_pieces_of_the_text(text: str, query: str) -> None:
    needles = list_needles(parse_query(query).query)

    assert "".join(part.text for part in mark(text, needles)) == text
    for part in find_snippet(text, needles):
        assert part.text.strip("… ") in " ".join(text.split())
