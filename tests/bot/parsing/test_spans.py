from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.spans import parse_span


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1h", 1),
        ("36 hours", 36),
        ("3天", 72),
        (" 2 Weeks ", 336),
        ("week", 168),
        ("一", None),
        ("１月", 720),
        ("3个月", 2160),
        ("12小时", 12),
        ("", None),
        ("-1d", None),
        ("1.5d", None),
        ("99999d", None),
    ],
)
def test_span_is_read(text: str, hours: int | None) -> None:
    assert parse_span(text) == (None if hours is None else timedelta(hours=hours))


@given(st.text(max_size=12))
def test_nothing_raises(text: str) -> None:
    parse_span(text)
