"""What a capture saw of a page: the page itself, that it is gone, or something that stood before it. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import takewhile

from models.tables import SEEN_LABELS, Snapshot, Status

GONE_LABELS = frozenset({"unreachable", "timeout"})  # of captures that brought nothing home
GONE_STATUSES = frozenset({404, 410})
OURS = frozenset({"gave_up", "internal", "disk_full"})  # errors that say nothing of the page


class Sight(StrEnum):
    """What was there."""

    PAGE = "page"
    GONE = "gone"
    HIDDEN = "hidden"  # a login, a bot check, nothing at all, or trouble of our own


def sight_of(snapshot: Snapshot) -> Sight:
    """What a finished capture saw."""
    if snapshot.status is Status.FAILED:
        is_gone = snapshot.label in GONE_LABELS and snapshot.error not in OURS
        return Sight.GONE if is_gone else Sight.HIDDEN
    if snapshot.label in SEEN_LABELS:
        return Sight.PAGE
    status = snapshot.http_status or 0
    is_gone = status in GONE_STATUSES or status >= 500 or status < 400  # the last: a page that says so itself
    return Sight.GONE if snapshot.label == "http_error" and is_gone else Sight.HIDDEN


def count_unseen(looks: Sequence[Snapshot]) -> int:
    """How many of the newest looks in a row, the newest first, did not see the page."""
    return sum(1 for _ in takewhile(lambda one: sight_of(one) is not Sight.PAGE, looks))


def count_gone(looks: Sequence[Snapshot]) -> int:
    """How many of the newest looks in a row found it gone."""
    return sum(1 for _ in takewhile(lambda one: sight_of(one) is Sight.GONE, looks))
