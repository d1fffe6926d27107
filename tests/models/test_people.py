import asyncio
from datetime import timedelta

import pytest

from models.chats import find_chat, get_library
from models.links import list_recent
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
from models.search import SearchQuery, search_links
from models.snapshots import get_snapshot, list_versions
from models.tables import ChatKind, Link, Person, Role
from models.tags import add_tags, list_tags
from tests.factories import NOW, make_chat, make_finished, make_link

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


async def test_whoever_is_new_is_a_stranger() -> None:
    person = await get_or_create_person(5, "Ada")

    assert person.role is Role.STRANGER
    assert await find_person(6) is None


async def test_a_name_is_kept_fresh_and_never_too_long() -> None:
    await get_or_create_person(5, "Ada")

    person = await get_or_create_person(5, "Countess of Lovelace " * 20)

    assert (await Person.get(telegram_id=5)).name == person.name
    assert person.name.startswith("Countess")
    assert len(person.name) == 200


async def test_nobody_loses_a_role_by_being_admitted() -> None:
    await admit_person(5, "Ada", Role.OWNER)

    assert (await admit_person(5, "Ada", Role.MEMBER)).role is Role.OWNER


async def test_a_stranger_is_told_once_a_day() -> None:
    stranger = await get_or_create_person(5, "Eve")

    assert await may_tell(stranger, NOW, DAY)
    assert not await may_tell(stranger, NOW + timedelta(hours=23), DAY)
    assert await may_tell(stranger, NOW + DAY, DAY)


async def test_of_fifty_who_open_one_invite_one_is_let_in() -> None:
    await create_invite("secret", Role.MEMBER, NOW + DAY)

    async with asyncio.TaskGroup() as tasks:
        guests = [
            tasks.create_task(redeem_invite("secret", 100 + i, "Guest", NOW), name=f"guest {i}") for i in range(50)
        ]

    admitted = [person for guest in guests if (person := guest.result())]
    assert len(admitted) == 1
    assert [person.telegram_id for person in await Person.filter(role=Role.MEMBER)] == [admitted[0].telegram_id]


@pytest.mark.parametrize("token", ["wrong", "", "late"])
async def test_an_unknown_or_late_invite_lets_nobody_in(token: str) -> None:
    await create_invite("late", Role.MEMBER, NOW)

    assert await redeem_invite(token, 5, "Eve", NOW) is None
    assert await find_person(5) is None


async def test_a_claim_link_makes_the_owner() -> None:
    await create_invite("claim", Role.OWNER, NOW + DAY)

    await redeem_invite("claim", 5, "Ada", NOW)

    owner = await find_owner()
    assert owner is not None
    assert owner.telegram_id == 5


async def test_a_claimed_house_cannot_be_claimed_with_an_earlier_link() -> None:
    await create_invite("printed at the first start", Role.OWNER, NOW + DAY)
    await create_invite("printed at the second", Role.OWNER, NOW + DAY)
    await redeem_invite("printed at the second", 5, "Ada", NOW)

    assert await redeem_invite("printed at the first start", 6, "Eve", NOW) is None


async def test_the_first_owner_stays_the_owner() -> None:
    await ensure_owner(5, "Ada")

    assert (await ensure_owner(6, "Bob")).role is Role.OWNER
    owner = await find_owner()
    assert owner is not None
    assert owner.telegram_id == 5


async def test_a_new_owner_inherits_the_local_library() -> None:
    local = await ensure_owner(LOCAL_OWNER_ID, "You")
    link = await make_link(await get_library(local), person=local)
    await add_tags(link, ["rust"])
    snapshot = await make_finished(link)

    owner = await ensure_owner(5, "Ada")

    library = await get_library(owner)
    links, _ = await list_recent(library.id, 10)
    assert [kept.id for kept in links] == [link.id]
    assert await list_tags(library.id, 10) == ([("rust", 1)], 1)
    assert (await search_links(library.id, SearchQuery(words=("page",), tags=("rust",)), 10))[1] == 1
    assert (await get_snapshot(snapshot.permalink)).link.chat.telegram_id == 5
    assert (await Link.get(id=link.id).prefetch_related("saved_by")).saved_by == owner
    assert await find_person(LOCAL_OWNER_ID) is None
    assert await find_chat(LOCAL_OWNER_ID) is None


async def test_a_new_owner_who_keeps_something_already_gets_both_libraries() -> None:
    local = await ensure_owner(LOCAL_OWNER_ID, "You")
    shared_url = "https://example.com/both"
    local_chat = await get_library(local)
    local_shared = await make_link(local_chat, shared_url, person=local)
    await add_tags(local_shared, ["Rust", "local"])
    only_local = await make_link(local_chat, person=local)
    old = await make_finished(local_shared)
    chat = await make_chat(5, kind=ChatKind.PRIVATE)
    own_shared = await make_link(chat, shared_url)
    await add_tags(own_shared, ["rust"])
    own = await make_finished(own_shared)

    owner = await ensure_owner(5, "Ada")

    library = await get_library(owner)
    links, total = await list_recent(library.id, 10)
    assert total == 2
    assert {link.id for link in links} == {own_shared.id, only_local.id}
    assert [version.permalink for version in await list_versions(own_shared.id)] == [own.permalink, old.permalink]
    assert await list_tags(library.id, 10) == ([("local", 1), ("rust", 1)], 2)
    assert (await search_links(library.id, SearchQuery(tags=("local",)), 10))[1] == 1


async def test_ensuring_the_same_owner_at_every_start_changes_nothing() -> None:
    first = await ensure_owner(LOCAL_OWNER_ID, "You")
    second = await ensure_owner(LOCAL_OWNER_ID, "You")
    await ensure_owner(5, "Ada")
    third = await ensure_owner(5, "Ada")

    assert first.id == second.id == third.id
    assert await Person.all().count() == 1
