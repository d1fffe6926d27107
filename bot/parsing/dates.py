"""The dates of a query: 2026, 2026-01, 2026年1月15日, yesterday, 7d."""

from datetime import date, timedelta
from unicodedata import normalize

import regex

_DATE = regex.compile(r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?)?月?)?年?")
_AGO = regex.compile(r"(?P<count>\d{1,6})(?P<unit>days?|d|天|日|weeks?|w|周|週|months?|m|个月|個月|years?|y|年)前?")
_DAYS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7, "週": 7, "m": 30, "个": 30, "個": 30, "y": 365, "年": 365}
_NAMED_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1, "前天": 2}


def parse_date(text: str, today: date | None = None) -> date | None:
    """The first day that the text means; what counts back from today needs to be told which day that is."""
    folded = normalize("NFKC", text).strip().casefold()
    if match := _DATE.fullmatch(folded):
        return _make_date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    if today is None:
        return None
    if folded in _NAMED_DAYS_AGO:
        return _go_back(today, _NAMED_DAYS_AGO[folded])
    if match := _AGO.fullmatch(folded):
        return _go_back(today, int(match["count"]) * _DAYS[match["unit"][0]])
    return None


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _go_back(today: date, days: int) -> date | None:
    try:
        return today - timedelta(days=days)
    except OverflowError:
        return None
