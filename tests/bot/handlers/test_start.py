from models.chats import find_chat
from tests.house import FRIEND, OWNER, TestHouse


async def test_the_owner_is_greeted_as_such(house: TestHouse) -> None:
    said = await house.ask("/start")

    assert "This Snapkeep is yours." in said.text
    assert "@snapkeep_local_bot" in said.text


async def test_a_member_is_welcomed(house: TestHouse) -> None:
    said = await house.ask("/start", user=FRIEND)

    assert "Welcome to Snapkeep." in said.text
    assert "yours" not in said.text


async def test_the_start_from_an_inline_button_greets_too(house: TestHouse) -> None:
    assert "This Snapkeep is yours." in (await house.ask("/start inline")).text


async def test_a_persons_chat_goes_by_their_name(house: TestHouse) -> None:
    await house.ask("/start")

    chat = await find_chat(OWNER)
    assert chat is not None
    assert chat.title == "Ann"
