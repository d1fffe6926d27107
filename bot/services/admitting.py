"""Admitting people: an allow-list, or a one-time claim link; everybody else is a stranger."""

import secrets
from datetime import timedelta

from bot.services.ports import Ports
from models.people import (
    LOCAL_OWNER_ID,
    admit_person,
    create_invite,
    ensure_owner,
    find_owner,
    find_person,
    get_or_create_person,
    may_tell,
    redeem_invite,
)
from models.tables import Person, Role

CLAIM_LASTS = timedelta(days=7)
STRANGER_PAUSE = timedelta(days=1)


async def admit_listed(allowed_users: tuple[int, ...]) -> None:
    """Make the listed people members, and the first of them the owner."""
    if not allowed_users:
        return
    await ensure_owner(allowed_users[0], "")
    for telegram_id in allowed_users[1:]:
        await admit_person(telegram_id, "", Role.MEMBER)


async def get_owner() -> Person:
    """Return the owner; where nobody is yet, it is the person at this machine."""
    return await find_owner() or await ensure_owner(LOCAL_OWNER_ID, "")


async def offer_claim(ports: Ports) -> str | None:
    """Return a new claim token where the bot has no owner on Telegram yet."""
    owner = await find_owner()
    if owner is not None and owner.telegram_id != LOCAL_OWNER_ID:
        return None
    token = secrets.token_urlsafe(24)
    await create_invite(token, Role.OWNER, ports.clock() + CLAIM_LASTS)
    return token


async def claim(
    token: str, telegram_id: int, name: str, ports: Ports, allowed_users: tuple[int, ...] = ()
) -> Person | None:
    """Let in whoever brings an unused token; None where it is worth nothing.

    The token of a claim link makes them the owner; where a list says who that is, only the owner's invitations count.
    """
    roles = (Role.GUEST,) if allowed_users else (Role.OWNER, Role.MEMBER, Role.GUEST)
    return await redeem_invite(token, telegram_id, name, ports.clock(), roles)


async def recognise(telegram_id: int, name: str, allowed_users: tuple[int, ...]) -> Person | None:
    """Return the person where they may use this bot, else None.

    A list in the settings says who is in from the start: who is taken off it is out, unless an owner lets them in.
    """
    person = await find_person(telegram_id)
    if person is None or not is_allowed(person, allowed_users):
        return None
    if name and person.name != name:
        person.name = name
        await person.save(update_fields=["name"])
    return person


def is_allowed(person: Person, allowed_users: tuple[int, ...]) -> bool:
    """Whether somebody whom we know may use this bot now."""
    if person.role in {Role.STRANGER, Role.DENIED}:
        return False
    return person.role is Role.GUEST or not allowed_users or person.telegram_id in allowed_users


async def meet_stranger(telegram_id: int, name: str, ports: Ports) -> Person | None:
    """The stranger, where they are told today that the bot is private, else None; costs one row."""
    stranger = await get_or_create_person(telegram_id, name)
    return stranger if await may_tell(stranger, ports.clock(), STRANGER_PAUSE) else None
