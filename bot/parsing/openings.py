"""What Telegram hands to a Mini App: who opened it, and when, with a proof that nobody makes without the bot's token.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qsl

_LONGEST = 8192
_MOST_FIELDS = 40
_MOST_DIGITS = 10  # of a moment in seconds


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody has opened the Mini App in their Telegram."""

    telegram_id: int
    opened_at: datetime
    proof: str  # differs from opening to opening


def parse_opening(init_data: str, token: str) -> Opening | None:
    """Read `initData`; None for what was not made with this bot's token."""
    fields = _parse_fields(init_data) if token and len(init_data) <= _LONGEST else {}
    proof = fields.pop("hash", "")
    if not fields or not hmac.compare_digest(proof.encode(), prove(fields, token).encode()):
        return None
    user_id, opened_at = _parse_user(fields.get("user", "")), fields.get("auth_date", "")
    if user_id is None or not (opened_at.isascii() and opened_at.isdecimal() and len(opened_at) <= _MOST_DIGITS):
        return None
    return Opening(user_id, datetime.fromtimestamp(int(opened_at), UTC), proof)


def prove(fields: Mapping[str, str], token: str) -> str:
    """What Telegram writes into `hash`; all other fields count, those that we do not know included."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), sha256)
    return hmac.new(key, lines.encode(), sha256).hexdigest()


def _parse_fields(init_data: str) -> dict[str, str]:
    """The fields by name; none where a name stands twice, so that nobody reads another one than was signed."""
    try:
        pairs = parse_qsl(
            init_data, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
        init_data.encode()  # half a surrogate pair
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _parse_user(text: str) -> int | None:
    try:
        user = json.loads(text)
    except ValueError:
        return None
    number = user.get("id") if isinstance(user, dict) else None
    return number if isinstance(number, int) and number > 0 else None
