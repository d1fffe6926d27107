"""Signing in: one-time links, and the browsers in which people are signed in. Only hashes of secrets are kept."""

from datetime import datetime

from tortoise.queryset import QuerySet

from models.database import transaction
from models.ids import hash_secret
from models.tables import Session, SignIn

MAX_NAME = 200
MAX_SESSIONS = 50  # of one person; the one that was seen longest ago makes room


async def create_sign_in(person_id: int, secret: str, expires_at: datetime) -> None:
    """Let whoever brings this secret, once and until then, be that person."""
    await SignIn.create(token_sha256=hash_secret(secret), person_id=person_id, expires_at=expires_at)


async def is_sign_in(secret: str, now: datetime) -> bool:
    """Whether that secret would still be taken."""
    return await _unused(secret, now).exists()


async def redeem_sign_in(secret: str, now: datetime) -> int | None:
    """The number of the person whom a secret stands for, the first time; of many at once, one gets it."""
    async with transaction():
        if not await _unused(secret, now).update(used_at=now):
            return None
        return (await SignIn.get(token_sha256=hash_secret(secret))).person_id


async def create_session(person_id: int, secret: str, name: str, now: datetime, expires_at: datetime) -> Session:
    """Keep a browser signed in."""
    async with transaction():
        kept = await Session.filter(person_id=person_id).order_by("-seen_at").offset(MAX_SESSIONS - 1).limit(1000)
        await Session.filter(id__in=[session.id for session in kept]).delete()
        return await Session.create(
            token_sha256=hash_secret(secret),
            person_id=person_id,
            name=name[:MAX_NAME],
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
        )


async def find_session(secret: str, now: datetime) -> Session | None:
    """The session of a cookie, with its person; None where it has ended."""
    live = Session.filter(token_sha256=hash_secret(secret), expires_at__gt=now)
    return await live.select_related("person").first()


async def prolong_session(session_id: int, now: datetime, expires_at: datetime) -> None:
    """Write down that it was used."""
    await Session.filter(id=session_id).update(seen_at=now, expires_at=expires_at)


async def end_sessions(person_id: int, *, only: int) -> None:
    """Sign a person out of one browser."""
    await Session.filter(person_id=person_id, id=only).delete()


async def sweep_sessions(now: datetime) -> None:
    """Forget what has ended."""
    await SignIn.filter(expires_at__lte=now).delete()
    await Session.filter(expires_at__lte=now).delete()


def _unused(secret: str, now: datetime) -> QuerySet[SignIn]:
    return SignIn.filter(token_sha256=hash_secret(secret), used_at__isnull=True, expires_at__gt=now)
