"""Which of several extractors' outputs wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.extract.consensus import Candidate, choose_html, choose_text, cut_shingles, similarity

ARTICLE = "The keeper wrote down every ship that passed and the weather it sailed in for forty years. "
MENU = "Home News Sport Weather Login Register Contact Imprint Privacy "


def test_output_that_is_most_like_the_others_wins() -> None:
    candidates = [
        Candidate("everything", MENU * 3 + ARTICLE + MENU),
        Candidate("right", ARTICLE),
        Candidate("nearly right", ARTICLE + "One line more."),
    ]

    chosen = choose_text(candidates)

    assert chosen is not None
    assert chosen.name == "right"


def test_of_two_that_are_equally_alike_the_first_wins() -> None:
    chosen = choose_text([Candidate("first", ARTICLE), Candidate("second", MENU)])

    assert chosen is not None
    assert chosen.name == "first"


def test_nothing_is_chosen_of_nothing() -> None:
    assert choose_text([]) is None
    assert choose_text([Candidate("empty", " \n")]) is None


def test_html_is_taken_from_whoever_says_the_same() -> None:
    candidates = [
        Candidate("about something else", MENU * 3, "<p>menu</p>"),
        Candidate("the same", ARTICLE + "x", "<p>article</p>"),
        Candidate("text alone", ARTICLE),
    ]

    best = choose_html(candidates, candidates[2])

    assert best is not None
    assert best.name == "the same"
    assert choose_html(candidates[:1], candidates[2]) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("灯塔看守人记", 3),  # every character a token
        ("ひらがなカタカナ", 5),
        ("one two three four five", 2),
        ("one two", 1),
        ("등대지기는 모든 배를 적었다 그날의", 2),  # Korean has words
        ("... !!", 0),
        ("", 0),
    ],
)
def test_han_and_kana_are_counted_by_the_character(text: str, count: int) -> None:
    assert len(cut_shingles(text)) == count


@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_is_a_measure(one: str, other: str) -> None:
    mine, theirs = cut_shingles(one), cut_shingles(other)

    assert 0 <= similarity(mine, theirs) == similarity(theirs, mine) <= 1
    assert similarity(mine, mine) == (1 if mine else 0)
