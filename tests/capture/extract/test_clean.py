"""Texts of strangers, made fit to be shown."""

from hypothesis import given
from hypothesis import strategies as st

from capture.extract.clean import clean_line, clean_text


def test_line_is_cut_at_a_word() -> None:
    assert clean_line("one two three four five", 20) == "one two three four…"


def test_word_without_end_is_cut_anyway() -> None:
    assert clean_line("x" * 50, 10) == "x" * 9 + "…"


def test_emoji_of_several_parts_stay_whole() -> None:
    assert clean_line("👩‍🚀 flies", 50) == "👩‍🚀 flies"


def test_text_keeps_its_paragraphs() -> None:
    assert clean_text("one\r\n\n\n\n  two\t three ", 100) == "one\n\ntwo three"


@given(st.text(max_size=2000), st.integers(1, 100))
def test_limits_hold(text: str, limit: int) -> None:
    assert len(clean_line(text, limit)) <= limit
    assert len(clean_text(text, limit)) <= limit
