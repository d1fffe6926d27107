"""What Telegram hands to a Mini App, made with a token of ours."""

import json
from datetime import datetime
from urllib.parse import urlencode

from bot.parsing.openings import prove


def make_opening(token: str, user: int, opened_at: datetime, /, **fields: str) -> str:
    """The `initData` of somebody who opens the Mini App."""
    said = {
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps({"id": user, "first_name": "Ännchen 石头", "language_code": "en"}, ensure_ascii=False),
        "auth_date": str(int(opened_at.timestamp())),
        "signature": "of-another-kind",
        **fields,
    }
    return urlencode({**said, "hash": prove(said, token)})
