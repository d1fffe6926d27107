"""Knocking: a stranger writes, and the owner says by a button whether they may come in; and who is in."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services.admitting import CLAIM_LASTS, is_allowed
from bot.services.ports import Ports
from models.errors import NotFound
from models.ids import new_secret
from models.people import count_told, create_invite, find_owner, get_person, list_known, set_role
from models.tables import Person, Role

MOST_KNOCKS = 20  # within a day; whoever comes after them is told to ask the owner in another way
LISTED = 50


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who may use this bot, as its owner sees them."""

    person_id: int
    telegram_id: int
    name: str
    is_owner: bool
    is_listed: bool  # in the settings, where no button takes them out


async def find_asked(stranger: Person, ports: Ports) -> Person | None:
    """The owner, where they are to be asked about this stranger now; None where they said no, or were asked a lot."""
    owner = await find_owner()
    if owner is None or stranger.role is Role.DENIED:
        return None
    return owner if await count_told(ports.clock() - timedelta(days=1)) <= MOST_KNOCKS else None


async def let_in(person_id: int, by: Person | None) -> Person:
    """Let somebody in who has knocked; raise `NotFound` where the one who says so is no owner."""
    return await _decide(person_id, by, Role.GUEST)


async def turn_away(person_id: int, by: Person | None) -> Person:
    """Let somebody in no longer, and hear of them no more; raise as `let_in` does."""
    return await _decide(person_id, by, Role.DENIED)


async def list_users(by: Person | None, allowed_users: tuple[int, ...]) -> tuple[KnownPerson, ...]:
    """Who may use this bot; raise `NotFound` for anybody but an owner."""
    _check_owner(by)
    return tuple(
        KnownPerson(one.id, one.telegram_id, one.name, one.role is Role.OWNER, one.telegram_id in allowed_users)
        for one in await list_known(LISTED)
        if is_allowed(one, allowed_users)
    )


async def invite(by: Person | None, ports: Ports) -> str:
    """Return a token that lets one person in, once, within a week; raise as `let_in` does."""
    _check_owner(by)
    token = new_secret()
    await create_invite(token, Role.GUEST, ports.clock() + CLAIM_LASTS)
    return token


async def _decide(person_id: int, by: Person | None, role: Role) -> Person:
    _check_owner(by)
    person = await get_person(person_id)
    if person.role is Role.OWNER:
        raise NotFound("nobody decides about an owner")
    await set_role(person, role)
    return person


def _check_owner(person: Person | None) -> None:
    if person is None or person.role is not Role.OWNER:
        raise NotFound("only an owner says who may come in")
