"""How long something shall last: 1h, 7d, 2w, 3 天, a month."""

from datetime import timedelta
from unicodedata import normalize

import regex

_SPAN = regex.compile(
    r"(?P<count>\d{1,4})?\s*(?P<unit>hours?|h|小时|小時|days?|d|天|日|weeks?|w|周|週|months?|m|个月|個月|月)"
)
_HOURS = {"h": 1, "小": 1, "d": 24, "天": 24, "日": 24, "w": 168, "周": 168, "週": 168, "m": 720}
_MONTHS = 720


def parse_span(text: str) -> timedelta | None:
    """The time that a text means; None for what is none."""
    match = _SPAN.fullmatch(normalize("NFKC", text).strip().casefold())
    if match is None:
        return None
    return timedelta(hours=int(match["count"] or 1) * _HOURS.get(match["unit"][0], _MONTHS))
