from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from models.periods import FIRST, LAST, cover, list_periods

DAYS = st.dates(FIRST, LAST)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_a_moment_lies_in_four_periods_of_its_utc_day() -> None:
    assert list_periods(datetime(2026, 11, 24, tzinfo=UTC)) == ["202", "2026", "202611", "20261124"]
    assert list_periods(datetime(2027, 1, 1, 3, tzinfo=timezone(timedelta(hours=8))))[-1] == "20261231"


@given(DAYS, DAYS, DAYS)
def test_exactly_the_days_of_a_period_lie_in_what_covers_it(after: date, before: date, day: date) -> None:
    found = set(cover(after, before)) & set(list_periods(at(day)))

    assert len(found) == (after <= day < before)


@given(st.none() | st.dates(), st.none() | st.dates())
def test_any_period_is_covered_by_few(after: date | None, before: date | None) -> None:
    assert len(cover(after, before)) <= 2 * (30 + 11 + 9) + 13


def test_open_ends_take_in_everything() -> None:
    assert cover(None, None) == [str(decade) for decade in range(197, 210)]
    assert set(list_periods(at(date(1, 1, 1)))) & set(cover(None, date(2000, 1, 1)))
    assert cover(date(2026, 1, 1), date(2026, 1, 1)) == cover(date.max, date.min) == []
