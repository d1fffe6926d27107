"""API tokens: what people's scripts prove with who they are. Only hashes are kept."""

from datetime import datetime

from models.errors import NotFound
from models.ids import hash_secret
from models.tables import ApiToken

MAX_NAME = 60


async def create_api_token(person_id: int, secret: str, name: str, now: datetime) -> ApiToken:
    """Let whoever brings this secret work as that person."""
    return await ApiToken.create(
        token_sha256=hash_secret(secret), person_id=person_id, name=name[:MAX_NAME], created_at=now
    )


async def find_api_token(secret: str) -> ApiToken | None:
    """The token with that secret, with its person."""
    return await ApiToken.filter(token_sha256=hash_secret(secret)).select_related("person").first()


async def list_api_tokens(person_id: int) -> list[ApiToken]:
    """A person's tokens, the oldest first."""
    return await ApiToken.filter(person_id=person_id).order_by("id")


async def drop_api_token(person_id: int, token_id: int) -> None:
    """Revoke one of a person's tokens; raise `NotFound` for any other."""
    if not await ApiToken.filter(person_id=person_id, id=token_id).delete():
        raise NotFound("no such token")


async def note_use(token_id: int, now: datetime) -> None:
    """Write down that a token was used."""
    await ApiToken.filter(id=token_id).update(used_at=now)


async def is_any_token() -> bool:
    """Whether anybody has a token."""
    return await ApiToken.exists()
