from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.dates import parse_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2026-3-9", date(2026, 3, 9)),
        ("2026/03/09", date(2026, 3, 9)),
        ("2026年3月9日", date(2026, 3, 9)),
        ("2026年3月", date(2026, 3, 1)),
        ("2026年", date(2026, 1, 1)),
        ("２０２６-０３", date(2026, 3, 1)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 23)),
        ("前天", date(2026, 11, 22)),
        ("7d", date(2026, 11, 17)),
        ("2weeks", date(2026, 11, 10)),
        ("1年", date(2025, 11, 24)),
        ("3天前", date(2026, 11, 21)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "yesterdayish", "2026-02-30", "2026-13", "0000", "202", "20260101", "999999y", "-1d"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, TODAY) is None


def test_days_that_count_from_today_need_to_know_it() -> None:
    assert parse_date("yesterday") is None


@given(st.dates())
def test_written_dates_are_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.text(st.sampled_from("0123456789-/.年月日dwmy٣") | st.characters(), max_size=12))
def test_no_text_raises(text: str) -> None:
    day = parse_date(text, TODAY)

    assert day is None or isinstance(day, date)
