"""Signing in: one-time links, and the browsers in which people are signed in. Only hashes of secrets are kept."""

from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from models.database import transaction
from models.errors import NotFound
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


async def spend_proof(person_id: int, proof: str, now: datetime, expires_at: datetime) -> bool:
    """Take a proof of who somebody is that was made elsewhere, and never again before it is worthless; of many, one."""
    try:
        await SignIn.create(token_sha256=hash_secret(proof), person_id=person_id, expires_at=expires_at, used_at=now)
    except IntegrityError:
        return False
    return True


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


async def prolong_session(session_id: int, now: datetime, expires_at: datetime) -> None:
    """Write down that it was used."""
    await Session.filter(id=session_id).update(seen_at=now, expires_at=expires_at)


async def is_session(session_id: int, now: datetime) -> bool:
    """Whether a session goes on."""
    return await Session.filter(id=session_id, expires_at__gt=now).exists()


async def list_sessions(person_id: int, now: datetime) -> list[Session]:
    """The browsers in which a person is signed in, the one that was seen last first."""
    return await Session.filter(person_id=person_id, expires_at__gt=now).order_by("-seen_at", "-id")


async def end_session(person_id: int, session_id: int) -> None:
    """Sign a person out of one browser; raise `NotFound` where it is not theirs."""
    if not await Session.filter(person_id=person_id, id=session_id).delete():
        raise NotFound("no such session")


async def end_other_sessions(person_id: int, *, but: int) -> None:
    """Sign a person out of every browser but one."""
    await Session.filter(person_id=person_id, id__not=but).delete()


async def sweep_sessions(now: datetime) -> None:
    """Forget what has ended."""
    await SignIn.filter(expires_at__lte=now).delete()
    await Session.filter(expires_at__lte=now).delete()


def _unused(secret: str, now: datetime) -> QuerySet[SignIn]:
    return SignIn.filter(token_sha256=hash_secret(secret), used_at__isnull=True, expires_at__gt=now)
