"""Cursors: the place where a page begins, as one word that callers hand back unread."""

import base64
import json
from datetime import UTC, datetime

from bot.services.leafing import Place
from models.ids import LAST_ID

_MOST = 200


def write_cursor(place: Place) -> str:
    """A place as a word."""
    text = json.dumps([place.created_at.astimezone(UTC).isoformat(), place.link_id, place.offset])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(word: str) -> Place:
    """A word as the place it stands for; raise `ValueError` for any that is none of ours."""
    if len(word) > _MOST:
        raise ValueError("too long for a cursor")
    padded = word + "=" * (-len(word) % 4)
    moment, link_id, offset = json.loads(base64.b64decode(padded.encode("ascii"), b"-_", validate=True))
    if not (isinstance(moment, str) and _is_count(link_id) and _is_count(offset)):
        raise ValueError("no place")
    return Place(datetime.fromisoformat(moment).astimezone(UTC), link_id, offset)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_ID
