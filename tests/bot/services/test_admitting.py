import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.services.admitting import (
    CLAIM_LASTS,
    admit_listed,
    claim,
    get_owner,
    meet_stranger,
    offer_claim,
    recognise,
)
from models.people import LOCAL_OWNER_ID, find_person
from models.tables import Invite, Person, Role
from tests.ports import Desk


async def test_first_of_the_list_owns_the_bot_and_the_others_may_use_it(desk: Desk) -> None:
    await admit_listed((11, 12))
    await admit_listed((11, 12))

    assert (await get_owner()).telegram_id == 11
    roles = {person.telegram_id: person.role for person in await Person.all()}
    assert roles == {11: Role.OWNER, 12: Role.MEMBER}


async def test_listed_person_is_recognised_and_keeps_a_fresh_name(desk: Desk) -> None:
    await admit_listed((11,))

    await recognise(11, "Ann", (11,))
    person = await recognise(11, "Anna", (11,))

    assert person is not None
    assert (await Person.get(telegram_id=11)).name == "Anna"


async def test_whoever_is_taken_off_the_list_is_out(desk: Desk) -> None:
    await admit_listed((11, 12))

    assert await recognise(12, "Ben", (11,)) is None
    assert await recognise(12, "Ben", (11, 12)) is not None


async def test_stranger_is_not_recognised_and_costs_one_row(desk: Desk) -> None:
    assert await recognise(99, "Eve", ()) is None
    assert await Person.all().count() == 0
    for _ in range(5):
        await meet_stranger(99, "Eve", desk.ports())

    assert await recognise(99, "Eve", ()) is None
    assert await Person.all().count() == 1


async def test_stranger_is_told_once_a_day(desk: Desk) -> None:
    told = []
    for hours in (0, 23, 1):
        desk.clock.wait(hours * 3600)
        told.append(await meet_stranger(99, "Eve", desk.ports()) is not None)

    assert told == [True, False, True]


async def test_claim_link_makes_an_owner_once(desk: Desk) -> None:
    token = await offer_claim(desk.ports())
    assert token is not None
    assert len(token) >= 22, "at least 128 bits"

    owner = await claim(token, 11, "Ann", desk.ports())

    assert owner is not None
    assert owner.role is Role.OWNER
    assert await claim(token, 12, "Eve", desk.ports()) is None
    assert await offer_claim(desk.ports()) is None
    assert token not in {invite.token_sha256 for invite in await Invite.all()}


async def test_of_fifty_who_claim_at_once_one_wins(desk: Desk) -> None:
    token = await offer_claim(desk.ports())
    assert token is not None

    people = await asyncio.gather(*(claim(token, 100 + number, "", desk.ports()) for number in range(50)))

    assert len([person for person in people if person is not None]) == 1
    assert await Person.filter(role=Role.OWNER).count() == 1


async def test_claim_link_is_worth_nothing_after_a_week(desk: Desk) -> None:
    token = await offer_claim(desk.ports())
    assert token is not None
    late = replace(desk.ports(), clock=lambda: desk.clock.now + CLAIM_LASTS + timedelta(seconds=1))

    assert await claim(token, 11, "Ann", late) is None
    assert await claim("no-such-token", 11, "Ann", desk.ports()) is None


async def test_person_at_the_machine_owns_it_until_somebody_claims_it(desk: Desk) -> None:
    assert (await get_owner()).telegram_id == LOCAL_OWNER_ID
    token = await offer_claim(desk.ports())
    assert token is not None

    await claim(token, 11, "Ann", desk.ports())

    assert (await get_owner()).telegram_id == 11
    assert await find_person(LOCAL_OWNER_ID) is None
