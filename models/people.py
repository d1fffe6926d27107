"""People: who may use this house, and how somebody becomes one of them."""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from models.chats import renumber_chat
from models.database import transaction
from models.errors import NotFound
from models.ids import hash_secret
from models.merging import merge_people
from models.tables import Invite, Person, Role

LOCAL_OWNER_ID = 1  # the person in the local chat; Telegram's own numbers are far larger
RANKS = (Role.STRANGER, Role.DENIED, Role.GUEST, Role.MEMBER, Role.OWNER)
MAX_NAME = 200


async def get_or_create_person(telegram_id: int, name: str) -> Person:
    """The person with that number, a stranger where they are new; their name is kept fresh."""
    async with transaction():
        person = await find_person(telegram_id)
        if person is None:
            return await Person.create(telegram_id=telegram_id, name=name[:MAX_NAME])
        if name and person.name != name[:MAX_NAME]:
            person.name = name[:MAX_NAME]
            await person.save(update_fields=["name"])
        return person


async def find_person(telegram_id: int) -> Person | None:
    """The person with that number."""
    return await Person.get_or_none(telegram_id=telegram_id)


async def get_person(person_id: int) -> Person:
    """The person of a row."""
    person = await Person.get_or_none(id=person_id)
    if person is None:
        raise NotFound("no such person")
    return person


async def find_owner() -> Person | None:
    """The first who became owner."""
    return await Person.filter(role=Role.OWNER).order_by("id").first()


async def admit_person(telegram_id: int, name: str, role: Role) -> Person:
    """Give a person a role; nobody loses a higher one by it."""
    async with transaction():
        person = await get_or_create_person(telegram_id, name)
        if RANKS.index(role) > RANKS.index(person.role):
            person.role = role
            await person.save(update_fields=["role"])
        return person


async def ensure_owner(telegram_id: int, name: str) -> Person:
    """Make somebody an owner. They inherit what the owner of the local chat has kept there."""
    async with transaction():
        local = await Person.get_or_none(telegram_id=LOCAL_OWNER_ID, role=Role.OWNER)
        if local is not None and telegram_id != LOCAL_OWNER_ID:
            await _hand_over(local, telegram_id)
        return await admit_person(telegram_id, name, Role.OWNER)


async def may_tell(person: Person, now: datetime, pause: timedelta) -> bool:
    """Whether a stranger may be told once more; asking counts as telling."""
    is_due = Q(told_at__isnull=True) | Q(told_at__lte=now - pause)
    return bool(await Person.filter(is_due, id=person.id).update(told_at=now))


async def count_told(since: datetime) -> int:
    """How many strangers have been told so since then."""
    return await Person.filter(role__in=(Role.STRANGER, Role.MEMBER), told_at__gte=since).count()


async def set_role(person: Person, role: Role) -> None:
    """Give a person that role, be it a lower one."""
    person.role = role
    await person.save(update_fields=["role"])


async def list_known(limit: int) -> list[Person]:
    """Everybody who has been let in, the owners first."""
    known = Person.filter(role__in=(Role.OWNER, Role.MEMBER, Role.GUEST))
    return sorted(await known.order_by("id").limit(limit), key=lambda one: -RANKS.index(one.role))


async def create_invite(token: str, role: Role, expires_at: datetime) -> None:
    """Keep the hash of a one-time token that gives a role."""
    await Invite.create(token_sha256=hash_secret(token), role=role, expires_at=expires_at)


async def redeem_invite(
    token: str, telegram_id: int, name: str, now: datetime, roles: tuple[Role, ...] = RANKS
) -> Person | None:
    """Let in whoever brings a token for the first time; None where it is used up, too old, unknown or for other roles.

    A house is claimed once: every start until then has printed a link, and none of the others is worth anything after.
    """
    async with transaction():
        unused = Invite.filter(
            token_sha256=hash_secret(token), used_at__isnull=True, expires_at__gt=now, role__in=roles
        )
        if not await unused.update(used_at=now):
            return None
        invite = await Invite.get(token_sha256=hash_secret(token))
        if invite.role is Role.OWNER:
            await Invite.filter(role=Role.OWNER, used_at__isnull=True).update(used_at=now)
            return await ensure_owner(telegram_id, name)
        return await admit_person(telegram_id, name, invite.role)


async def _hand_over(local: Person, telegram_id: int) -> None:
    await renumber_chat(local.telegram_id, telegram_id)
    heir = await find_person(telegram_id)
    if heir is None:
        await Person.filter(id=local.id).update(telegram_id=telegram_id)
    else:
        await merge_people(local, heir)
