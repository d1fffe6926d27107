"""When a link was saved, as tokens: its decade, year, month and day. A period is a few of them, found in the index.

Asking the links' rows instead would look at every match that is too new, before the first one that is not.
"""

from datetime import UTC, date, datetime, timedelta

FIRST, LAST = date(1970, 1, 1), date(2099, 12, 31)  # nothing was saved before or is saved after


def list_periods(moment: datetime) -> list[str]:
    """The names of all periods in which a moment lies: `202` for its decade, `2026`, `202611`, `20261124`."""
    day = min(max(moment.astimezone(UTC).date(), FIRST), LAST)
    return [f"{day:%Y%m%d}"[:length] for length in (3, 4, 6, 8)]


def cover(after: date | None, before: date | None) -> list[str]:
    """The fewest periods that make up the days from `after` up to, and without, `before`."""
    day = max(after or FIRST, FIRST)
    end = min(before, LAST + timedelta(1)) if before else LAST + timedelta(1)
    periods = []
    while day < end:
        length, following = next(step for step in _steps(day) if step[1] <= end)
        periods.append(f"{day:%Y%m%d}"[:length])
        day = following
    return periods


def _steps(day: date) -> list[tuple[int, date]]:
    """The periods that begin on a day, the longest first: length of the name, and the day after the last."""
    steps = [(8, day + timedelta(1))]
    if day.day == 1:
        steps.insert(0, (6, date(day.year + day.month // 12, day.month % 12 + 1, 1)))
        if day.month == 1:
            steps.insert(0, (4, date(day.year + 1, 1, 1)))
            if day.year % 10 == 0:
                steps.insert(0, (3, date(day.year + 10, 1, 1)))
    return steps
