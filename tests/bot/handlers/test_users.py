"""Knocking, /users and /invite: who is let in, and by whom."""

from datetime import timedelta

from bot.callbacks import Admit, TurnAway, encode
from bot.localchat import Message
from bot.services.knocking import MOST_KNOCKS
from models.people import find_person, get_or_create_person
from models.tables import Person, Role
from tests.bot.handlers.conftest import OpenHouse
from tests.house import FRIEND, OWNER, STRANGER, TestHouse

HARBOUR = "https://example.com/old-harbour"


async def knocks(house: TestHouse) -> list[str]:
    """What the owner has been asked."""
    await house.settle()
    return [message.text for message in house.from_bot() if "would like to use" in message.text]


async def knock(house: TestHouse, user: int = STRANGER, name: str = "Dan <b>& Co") -> Message:
    await house.ask("/start")  # a bot cannot write first
    await house.chat.add_user(user, name)
    return await house.ask(HARBOUR, user=user)


async def role_of(user: int = STRANGER) -> Role:
    person = await find_person(user)
    assert person is not None
    return person.role


async def test_owner_is_asked_once_and_the_stranger_is_told(house: TestHouse) -> None:
    told = await knock(house, name="Dan <b>& Co\u202e")
    await house.chat.send_text(STRANGER, STRANGER, "hello?")

    assert "I have asked its owner" in told.text
    assert await knocks(house) == [f"🔔 Dan <b>& Co (number {STRANGER}) would like to use this Snapkeep."]
    question = house.from_bot()[-1]
    assert [button.text for button in question.buttons] == ["✅ Allow", "🚫 Deny"]


async def test_who_is_allowed_is_told_and_has_a_library_of_their_own(house: TestHouse) -> None:
    await house.save(HARBOUR)
    await knock(house)

    await house.press(house.from_bot()[-1], "Allow")

    welcome = await house.chat.wait_for(lambda message: "Welcome" in message.text, chat_id=STRANGER)
    assert "library of your own" in welcome.text
    assert "Nothing is kept" in (await house.ask("/recent", user=STRANGER)).text
    assert "may use this Snapkeep" in house.from_bot()[-1].text


async def test_who_is_denied_stays_out_and_the_owner_hears_no_more_of_them(house: TestHouse) -> None:
    await knock(house)
    await house.press(house.from_bot()[-1], "Deny")
    yesterday = house.house.ports.clock() - timedelta(days=1, minutes=1)
    await Person.filter(telegram_id=STRANGER).update(told_at=yesterday)

    told = await house.ask("please", user=STRANGER)

    assert "I have asked" not in told.text
    assert await knocks(house) == []
    assert await role_of() is Role.DENIED


async def test_nobody_but_the_owner_lets_anybody_in(house: TestHouse) -> None:
    await knock(house)
    person = await find_person(STRANGER)
    assert person is not None
    question = house.from_bot()[-1]
    group = await house.open_group()
    in_group = await house.ask("/help", chat=group)
    hello = await house.ask("/help", user=FRIEND)

    for callback in (Admit(person.id), TurnAway(person.id)):
        await house.chat.press_data(FRIEND, hello.message_id, encode(callback), FRIEND)
        await house.chat.press_data(OWNER, question.message_id, encode(callback), FRIEND)
        await house.chat.press_data(STRANGER, house.from_bot(STRANGER)[-1].message_id, encode(callback), STRANGER)
        await house.chat.press_data(group, in_group.message_id, encode(callback), OWNER)

    assert await role_of() is Role.STRANGER
    assert house.now(question).text == question.text


async def test_of_many_strangers_the_owner_is_asked_about_a_few(house: TestHouse) -> None:
    now = house.house.ports.clock()
    for number in range(MOST_KNOCKS):
        person = await get_or_create_person(5000 + number, "somebody")
        await Person.filter(id=person.id).update(told_at=now)

    told = await knock(house)

    assert "I have asked" not in told.text
    assert await knocks(house) == []


async def test_users_lists_who_is_in_and_takes_a_guest_out(house: TestHouse) -> None:
    await knock(house)
    await house.press(house.from_bot()[-1], "Allow")

    listed = await house.ask("/users")
    await house.press(listed, "✖️ 3")

    assert [line[:6] for line in listed.text.splitlines()[1:4]] == ["1. Ann", "2. 102", "3. Dan"]
    assert [button.text for button in listed.buttons] == ["✖️ 3"]
    assert await role_of() is Role.DENIED
    assert "Only the owner" in (await house.ask("/users", user=FRIEND)).text


async def test_invitation_lets_one_person_in_once(house: TestHouse) -> None:
    made = await house.ask("/invite")
    token = made.text.rpartition("start=")[2].strip()

    welcome = await house.ask(f"/start {token}", user=STRANGER)
    again = await house.ask(f"/start {token}", user=STRANGER + 1)

    assert len(token) >= 22
    assert "Welcome" in welcome.text
    assert "has been used" in again.text
    assert (await role_of(), await role_of(STRANGER + 1)) == (Role.GUEST, Role.STRANGER)
    assert "Only the owner" in (await house.ask("/invite", user=FRIEND)).text


async def test_whoever_is_taken_off_the_list_is_out_until_the_owner_lets_them_in(open_with: OpenHouse) -> None:
    async with open_with(ALLOWED_USERS=f"{OWNER}") as house:
        await get_or_create_person(FRIEND, "Ben")
        await Person.filter(telegram_id=FRIEND).update(role=Role.MEMBER)
        await house.ask("/start")
        told = await house.ask("/recent", user=FRIEND)
        question = await house.chat.wait_for(lambda message: "would like" in message.text, chat_id=OWNER)
        await house.press(question, "Allow")

        assert "private" in told.text
        assert "Nothing is kept" in (await house.ask("/recent", user=FRIEND)).text
