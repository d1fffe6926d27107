"""Calling: whose library a script works in, by the token that it sends along."""

import hmac
from dataclasses import dataclass

from bot.services.admitting import get_owner
from models.chats import get_library


@dataclass(frozen=True, slots=True)
class Caller:
    """A script, and the one library that is its person's own."""

    person_id: int
    chat_id: int
    token_key: str  # names the token without giving it away: requests are counted under it


async def recognise_caller(token: str, owners_token: str) -> Caller | None:
    """Return who calls; None for a token that is worth nothing. How long that takes says nothing about ours."""
    if not owners_token or not hmac.compare_digest(token.encode("utf-8", "replace"), owners_token.encode()):
        return None
    owner = await get_owner()
    return Caller(owner.id, (await get_library(owner)).id, "owner")
