"""Where two versions are handed in to be compared: one pair at a time, in a process with little memory and time."""

import asyncio
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter

from capture.compare.picture import PictureDifference
from capture.compare.wording import Wording
from capture.errand import run_errand

MODULE = "capture.compare.comparing"
SECONDS = 40.0
MOST_WAITING = 8  # pairs; whoever comes then is told to come again
WORDING = TypeAdapter(Wording)
DIFFERENCE = TypeAdapter(PictureDifference)


@dataclass(frozen=True, slots=True)
class Version:
    """What is compared of a version."""

    captured_at: datetime
    text: str
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What differs; without a difference of pictures where there were none that could be compared."""

    wording: Wording
    picture: PictureDifference | None = None


class CompareDesk:
    """Takes pairs in, and bounds what all of them together may use."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def compare(self, older: Version, newer: Version) -> Found | None:
        """What differs between two versions; None where that is too much work, or too many wait already."""
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            async with self._turn:
                return await _compare(older, newer)
        finally:
            self._waiting -= 1


async def _compare(older: Version, newer: Version) -> Found | None:
    """With the pictures, or where those are too much, without."""
    content = older.picture + newer.picture if older.picture and newer.picture else b""
    head = {
        "older": older.text,
        "newer": newer.text,
        "older_at": older.captured_at.isoformat(),
        "newer_at": newer.captured_at.isoformat(),
    }
    for size, pictures in ((len(older.picture), content), (0, b"")) if content else ((0, b""),):
        try:
            fields = await run_errand(MODULE, {**head, "size": size}, pictures, SECONDS)
        except TimeoutError:
            continue
        if fields is not None:
            return Found(WORDING.validate_python(fields["wording"]), _read_picture(fields["picture"]))
    return None


def _read_picture(fields: dict[str, object] | None) -> PictureDifference | None:
    if fields is None:
        return None
    return DIFFERENCE.validate_python({**fields, "jpeg": b64decode(str(fields["jpeg"]))})
