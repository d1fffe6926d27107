import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.text import MAX_TOKEN, fold, query_tokens, tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("macOS 免费小工具", ["macos", "免费", "费小", "小工", "工具", "具"]),
        ("手机iPhone", ["手机", "机", "iphone"]),
        ("データ", ["デー", "ータ", "タ"]),
        ("서울에서", ["서울", "울에", "에서", "서"]),
        ("C++17, C# and i++", ["c++", "17", "c#", "and", "i++"]),
        ("node.js don't multi-agent 20.04", ["node", "js", "don", "t", "multi", "agent", "20", "04"]),
        ("Ｆｕｌｌ　ＷＩＤＴＨ", ["full", "width"]),
        ("Café ÉCOLE naïve Ёлка", ["cafe", "ecole", "naive", "елка"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("سَلام", ["سلام"]),
        ("soft\u00adhyphen", ["softhyphen"]),
        ("❤️ rust 🎉", ["❤", "rust", "🎉"]),
        ("snake_case #tag @nasa", ["snake", "case", "tag", "nasa"]),
        ("國際軟體體驗", ["国际", "际软", "软体", "体体", "体验", "验"]),
        ("", []),
        ("!?… \x00 \ud800", []),
    ],
)
def test_text_becomes_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("网", ["网"]),
        ("网页", ["网页"]),
        ("小工具", ["小工", "工具"]),
        ("手机iPhone", ["手机", "机", "iphone"]),
        ("iPhone手机", ["iphone", "手机"]),
        ("c++", ["c++"]),
    ],
)
def test_a_query_does_not_ask_for_the_end_of_a_run(text: str, tokens: list[str]) -> None:
    assert query_tokens(text) == tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("圖書館", "图书馆"),
        ("電腦軟體", "电脑软体"),
        ("後來", "后来"),
        ("裡面", "里面"),
        ("頭髮", "头发"),
        ("臺灣", "台湾"),
    ],
)
def test_simplified_and_traditional_are_one_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(st.characters(categories=["Lo"])))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
@example("ﬃ")
def test_tokens_need_no_folding_and_hold_nothing_that_separates(text: str) -> None:
    for token in tokenize(text):
        assert 0 < len(token) <= MAX_TOKEN
        assert not set(token) & set(' "*():^-.\x00\n')
        token.encode()


def is_run_of(tokens: list[str], document: list[str]) -> bool:
    """Whether FTS5 would find the tokens one after the other, the last one as a beginning."""
    *firm, last = tokens
    return any(
        document[i : i + len(firm)] == firm and document[i + len(firm)].startswith(last)
        for i in range(len(document) - len(firm))
    )


@given(st.text(alphabet="中文网页日本ab é", min_size=1), st.data())
def test_any_piece_of_a_text_that_begins_at_a_word_finds_it(text: str, data: st.DataObject) -> None:
    document = tokenize(text)
    folded = fold(text)
    starts = [i for i in range(len(folded)) if i == 0 or not (folded[i - 1].isascii() and folded[i - 1].isalnum())]
    start = data.draw(st.sampled_from(starts)) if starts else 0
    piece = folded[start : data.draw(st.integers(start, len(folded)))]
    tokens = query_tokens(piece)

    assert not tokens or is_run_of(tokens, document)
