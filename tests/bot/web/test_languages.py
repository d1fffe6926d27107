"""The visitor's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import LOCALES
from bot.web.languages import choose_locale, parse_languages


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("*", "en"),
        ("fr, de;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("fr;q=1, zh;q=0.5, en;q=0.2", "zh-Hans"),
        ("en;q=0.4, zh-Hans;q=0.6", "zh-Hans"),
        ("en-GB,zh;q=0.9", "en"),
        ("zh;q=0, en", "en"),
        ("zh;q=nonsense, en;q=0.1", "en"),
    ],
)
def test_dearest_language_that_we_speak_is_chosen(header: str, expected: str) -> None:
    assert choose_locale(header) == expected


def test_names_of_equal_weight_keep_their_order() -> None:
    assert parse_languages("da, en;q=0.8, sv") == ("da", "sv", "en")


@given(st.text())
def test_no_header_breaks_the_choice(header: str) -> None:
    assert choose_locale(header) in LOCALES
