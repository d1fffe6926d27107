"""Secrets of the local chat, made at the first start and kept where only the owner can read them."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Secrets:
    """The bot's token, the page's key, and what seals file ids."""

    token: str
    page_key: str
    seal: str


def load_secrets(folder: Path, bot_id: int) -> Secrets:
    """Those of this folder; new ones where there are none."""
    path = folder / "secrets.json"
    if path.exists():
        kept = Secrets(**json.loads(path.read_text(encoding="utf-8")))
        if kept.token.startswith(f"{bot_id}:"):
            return kept
    new = Secrets(
        token=f"{bot_id}:{secrets.token_urlsafe(26)}",
        page_key=secrets.token_urlsafe(24),
        seal=secrets.token_urlsafe(32),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(new), file)
    return new
