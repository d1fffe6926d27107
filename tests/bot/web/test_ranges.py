"""The Range header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.ranges import Span, parse_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-99", Span(0, 10)),
        ("bytes=4-", Span(4, 10)),
        ("bytes=4-6", Span(4, 7)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=-99", Span(0, 10)),
        ("BYTES=1-2", Span(1, 3)),
    ],
)
def test_one_range_is_read(header: str, expected: Span) -> None:
    assert parse_range(header, 10) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=11-20", "bytes=-0"])
def test_range_outside_cannot_be_satisfied(header: str) -> None:
    span = parse_range(header, 10)

    assert span is not None
    assert not span.is_satisfiable


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=٣-٤", "bytes=1"]
)
def test_what_is_not_one_range_means_everything(header: str) -> None:
    assert parse_range(header, 10) is None


@given(st.text() | st.from_regex(r"bytes=\d*-\d*", fullmatch=True), st.integers(0, 10**12))
def test_span_never_leaves_the_bytes(header: str, size: int) -> None:
    span = parse_range(header, size)

    assert span is None or not span.is_satisfiable or 0 <= span.start < span.end <= size
