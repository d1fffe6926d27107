"""Calling: whose library a script works in, by the token that it sends along; and the tokens that people make."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import InvalidRequest
from bot.services.admitting import get_owner, is_allowed
from bot.services.libraries import list_libraries
from bot.services.ports import Ports
from bot.services.visiting import Library
from models.api_tokens import (
    create_api_token,
    drop_api_token,
    find_api_token,
    is_any_token,
    list_api_tokens,
    note_use,
)
from models.chats import get_library
from models.database import transaction
from models.errors import NotFound
from models.ids import new_secret
from models.tables import ApiToken, Person

PREFIX = "snapkeep_"  # so that people, and programs that look for leaked secrets, know what it is
MOST = 20  # of one person
NOTE_EVERY = timedelta(hours=1)  # a token's row is written anew at most so often


@dataclass(frozen=True, slots=True)
class Caller:
    """A script, and the libraries that are its person's to work in."""

    person_id: int
    libraries: tuple[Library, ...]  # their own first
    token_key: str  # names the caller without giving a token away: requests are counted under it

    @property
    def chat_id(self) -> int:
        """Their own library, which is meant where none is named."""
        return self.libraries[0].chat_id


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token as its person sees it: by its name, never again by its secret."""

    token_id: int
    name: str
    created_at: datetime
    used_at: datetime | None


async def recognise_caller(
    token: str, owners_token: str, allowed_users: tuple[int, ...], ports: Ports
) -> Caller | None:
    """Return who calls, None for a token that is worth nothing; raise `NotFound` where there is no API.

    How long that takes says nothing about the owner's token.
    """
    if owners_token and hmac.compare_digest(token.encode("utf-8", "replace"), owners_token.encode()):
        owner = await get_owner()
        return Caller(owner.id, (Library((await get_library(owner)).id),), "owner")
    known = await find_api_token(token) if token.startswith(PREFIX) else None
    if known is not None and is_allowed(known.person, allowed_users):
        await _note_use(known, ports)
        return Caller(known.person_id, await list_libraries(known.person, ports), f"person {known.person_id}")
    if not owners_token and not await is_any_token():
        raise NotFound("nobody has a token: the API is off")
    return None


async def make_token(person: Person, name: str, ports: Ports) -> str:
    """Return a new token of this person's, which is shown this once; raise `InvalidRequest` where they have plenty."""
    async with transaction():
        if len(await list_api_tokens(person.id)) >= MOST:
            raise InvalidRequest("too_many_tokens", limit=MOST)
        secret = f"{PREFIX}{new_secret()}"
        await create_api_token(person.id, secret, name, ports.clock())
    return secret


async def show_tokens(person: Person) -> tuple[TokenCard, ...]:
    """A person's tokens, the oldest first."""
    rows = await list_api_tokens(person.id)
    return tuple(TokenCard(one.id, one.name, one.created_at, one.used_at) for one in rows)


async def revoke_token(person: Person, token_id: int) -> None:
    """Let a token be worth nothing from now on; raise `NotFound` where it is not this person's."""
    await drop_api_token(person.id, token_id)


async def _note_use(token: ApiToken, ports: Ports) -> None:
    now = ports.clock()
    if token.used_at is None or now - token.used_at > NOTE_EVERY:
        await note_use(token.id, now)
