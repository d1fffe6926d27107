"""A group's library on the web: for those who are in the group now."""

from datetime import timedelta

from aiohttp import ClientSession

from bot.localchat.faults import Failure
from models.chats import find_chat
from models.tables import Link, Membership
from tests.house import FRIEND, OWNER, TestHouse
from tests.webhouse import Reader, sign_in

TITLE = "Reading circle"
URL = "https://example.com/old-harbour"


async def write_in_group(house: TestHouse) -> int:
    """The owner keeps a page in a group in which the friend has written, too; the number of its library."""
    group = await house.open_group()
    await house.ask("/help", user=FRIEND, chat=group)
    await house.save(URL, chat=group)
    chat = await find_chat(group)
    assert chat is not None
    return chat.id


async def age(seconds: float) -> None:
    """Let that much time pass since anybody was seen anywhere."""
    for row in await Membership.all():
        await Membership.filter(id=row.id).update(seen_at=row.seen_at - timedelta(seconds=seconds))


async def look(reader: Reader, library: int) -> int:
    return (await reader.get(f"/?library={library}"))[0]


async def test_member_chooses_between_their_own_library_and_the_groups(
    house: TestHouse, browser: ClientSession
) -> None:
    library = await write_in_group(house)
    friend = await sign_in(house, browser, FRIEND)

    _, own = await friend.get("/")
    _, shared = await friend.get(f"/?library={library}")

    assert TITLE in own
    assert f"library={library}" in own
    assert "Old harbour" not in own
    assert "Old harbour" in shared


async def test_member_sorts_out_what_the_group_keeps(house: TestHouse, browser: ClientSession) -> None:
    library, link = await write_in_group(house), await Link.get()
    friend = await sign_in(house, browser, FRIEND)

    assert await friend.post("/links/deeds", library=library, link=link.id, deed="tag", tags="sea") == 303

    assert "#sea" in (await friend.get(f"/?library={library}"))[1]


async def test_whoever_never_wrote_there_sees_nothing_of_it(house: TestHouse, browser: ClientSession) -> None:
    group = await house.open_group()
    await house.save(URL, chat=group)
    chat = await find_chat(group)
    assert chat is not None
    friend = await sign_in(house, browser, FRIEND)

    assert await look(friend, chat.id) == 404
    assert TITLE not in (await friend.get("/"))[1]


async def test_leaving_takes_access_away_at_once(house: TestHouse, browser: ClientSession) -> None:
    library = await write_in_group(house)
    friend = await sign_in(house, browser, FRIEND)
    assert await look(friend, library) == 200

    await house.chat.leave_group(FRIEND, -500)
    await house.settle()

    assert await look(friend, library) == 404


async def test_leaving_that_nobody_told_of_is_found_within_a_minute(house: TestHouse, browser: ClientSession) -> None:
    library = await write_in_group(house)
    owner, friend = await sign_in(house, browser, OWNER), await sign_in(house, browser, FRIEND)

    await house.chat.leave_group(FRIEND, -500, is_told=False)
    await age(61)

    assert (await look(friend, library), await look(owner, library)) == (404, 200)
    assert await Membership.all().count() == 1


async def test_while_telegram_is_away_members_are_believed_for_an_hour(
    house: TestHouse, browser: ClientSession
) -> None:
    library = await write_in_group(house)
    friend = await sign_in(house, browser, FRIEND)
    house.chat.faults.fail("getChatMember", Failure(500, "Internal Server Error"), times=10)

    await age(120)
    assert await look(friend, library) == 200
    await age(3600)

    assert await look(friend, library) == 404
