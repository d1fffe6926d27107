import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Translator
from bot.views.html import Room, bold, clean, cut, escape, join_lines, quotation, say, utf16_length
from tests.bot.views.telegram_html import visible_text

FAMILY = "👩‍👩‍👧‍👦"  # one grapheme, 11 UTF-16 units


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a\t b\r\n c ", "a b c"),
        ("a\x00\x07b\x1b[31m", "ab[31m"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\u2066b\u2069\u200f\u061cc", "abc"),
        ("a\ud800b", "ab"),
        ("a\u200bb\ufeffc", "abc"),
        ("a\u2028b\u2029c\u3000d\u00a0e", "a b c d e"),
        (f"{FAMILY} नमस्ते é", f"{FAMILY} नमस्ते é"),
        ("\u202e \u202d", ""),
    ],
)
def test_clean_text_is_one_line_without_tricks(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_is_seen_as_it_was_escaped(text: str) -> None:
    assert visible_text(bold(clean(text))) == clean(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cd", 4, "ab…"),
        ("洋葱汤很好喝", 4, "洋葱汤…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        (f"a{FAMILY}b", 12, "a…"),
        (f"a{FAMILY}bc", 13, f"a{FAMILY}…"),
        ("e\u0301e\u0301", 3, "e\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_cut_counts_utf16_and_keeps_graphemes_whole(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept


def test_cut_counts_graphemes_too() -> None:
    assert cut(FAMILY * 4, 1000, 3) == f"{FAMILY}{FAMILY}…"
    assert cut(FAMILY * 3, 1000, 3) == FAMILY * 3


@given(st.text(), st.integers(0, 50), st.none() | st.integers(1, 50))
def test_cut_text_is_never_longer_than_asked(text: str, limit: int, graphemes: int | None) -> None:
    kept = cut(text, limit, graphemes)

    assert utf16_length(kept) <= limit
    assert kept in (text, "") or kept.endswith("…")


def test_room_is_shared_out_and_ends() -> None:
    room = Room(30)

    assert room.keep("permalink") == "permalink"
    assert room.take("a long title that does not fit", 100) == "a long title that…"
    assert room.take("nothing of this is said", 100) == ""
    assert room.left == 1


def test_room_does_not_say_three_letters_of_a_sentence() -> None:
    assert Room(5).take("a sentence", 100) == ""
    assert Room(5).take("abc", 100) == "abc"


def test_values_of_a_sentence_are_escaped_and_cleaned() -> None:
    tr = Translator("en", {"plain": "a < b & {value}", "rich_html": "<b>{value}</b> &amp; {count}"})

    assert say(tr, "plain", value="<i>\u202ex") == "a &lt; b &amp; &lt;i&gt;x"
    assert say(tr, "rich_html", value="<i>\n&", count=1000) == "<b>&lt;i&gt; &amp;</b> &amp; 1,000"


def test_empty_lines_are_left_out() -> None:
    assert join_lines("a", bold(""), quotation(""), escape("<")) == "a\n&lt;"
