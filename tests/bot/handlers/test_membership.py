from models.chats import find_chat
from tests.house import FRIEND, OWNER, STRANGER, TestHouse

CHANNEL = -1_000_000_000_700


async def test_a_channel_is_let_in_by_the_allowed_person_who_adds_the_bot(house: TestHouse) -> None:
    await house.open_group(CHANNEL, "channel", user=FRIEND)  # nobody allowed is named among its administrators

    post = await house.chat.channel_post(CHANNEL, "https://example.com/old-harbour")

    assert "Old harbour" in (await house.answer_to(post)).caption


async def test_a_channel_is_not_let_in_by_a_stranger(house: TestHouse) -> None:
    await house.open_group(CHANNEL, "channel", user=STRANGER)

    await house.chat.channel_post(CHANNEL, "https://example.com/old-harbour")

    await house.settle()
    assert house.from_bot(CHANNEL) == []


async def test_being_thrown_out_lets_no_channel_in(house: TestHouse) -> None:
    await house.chat.add_chat(CHANNEL, "channel", "Harbour news")
    await house.chat.add_member(OWNER, CHANNEL, "kicked")

    await house.settle()
    chat = await find_chat(CHANNEL)
    assert chat is not None
    assert not chat.admitted


async def test_being_added_to_a_group_is_not_answered(house: TestHouse) -> None:
    group = await house.open_group()

    await house.settle()
    assert house.from_bot(group) == []
