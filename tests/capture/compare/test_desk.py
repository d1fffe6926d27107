"""Pairs that are handed in to be compared, by real processes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from capture.compare import desk
from capture.compare.desk import MOST_WAITING, CompareDesk, Version
from tests.capture.compare.test_picture import draw

OLDER = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
NEWER = OLDER + timedelta(days=1)


async def test_words_and_pictures_are_compared_in_a_process() -> None:
    before = Version(OLDER, "One.\nIt is 12:30.", draw(list(range(40))))
    after = Version(NEWER, "One.\nIt is 12:31.\nTwo.", draw([*range(10), 500, *range(11, 40)]))

    found = await CompareDesk().compare(before, after)

    assert found is not None
    assert (found.wording.added, found.wording.ignored) == (("Two.",), ("time",))
    assert found.picture is not None
    assert found.picture.regions == 1
    assert found.picture.jpeg.startswith(b"\xff\xd8")


async def test_what_is_no_picture_costs_the_pictures_only() -> None:
    found = await CompareDesk().compare(Version(OLDER, "One.", b"x"), Version(NEWER, "Two.", b"y"))

    assert found is not None
    assert found.picture is None
    assert found.wording.added == ("Two.",)


async def test_pictures_that_take_too_long_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "SECONDS", 0.001)

    assert await CompareDesk().compare(Version(OLDER, "One."), Version(NEWER, "Two.")) is None


async def test_only_so_many_wait() -> None:
    compare = CompareDesk().compare
    pair = Version(OLDER, "One."), Version(NEWER, "Two.")

    found = await asyncio.gather(*(compare(*pair) for _ in range(MOST_WAITING + 3)))

    assert sum(one is None for one in found) == 3
