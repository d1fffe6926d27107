import pytest

from tests.house import FRIEND, OWNER, TestHouse, permalink_of

SUPERGROUP = -1_000_000_000_500


@pytest.mark.parametrize("command", ["/delete", "/retry"])
async def test_a_reply_to_ones_own_message_means_every_link_in_it(house: TestHouse, command: str) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, "https://example.com/one https://example.com/two")
    await house.chat.wait_until(lambda: sum(bool(message.photo_group) for message in house.from_bot()) == 2)

    asked = await house.chat.send_text(OWNER, OWNER, command, reply_to=sent.message_id)
    await house.settle()

    assert len([message for message in house.from_bot() if message.reply_to == asked.message_id]) == 2


@pytest.mark.parametrize("command", ["/delete", "/retry"])
async def test_a_reply_to_no_link_and_no_reply_are_told_apart(house: TestHouse, command: str) -> None:
    hello = await house.ask("/start")

    assert "stands for no link" in (await house.ask(command, reply_to=hello.message_id)).text
    assert f"Send {command} as a reply" in (await house.ask(command)).text


@pytest.mark.parametrize("command", ["/delete", "/retry"])
async def test_a_message_with_the_same_number_in_another_chat_is_another_message(
    house: TestHouse, command: str
) -> None:
    answer = await house.save("https://example.com/old-harbour")
    await house.open_group(SUPERGROUP, "supergroup")  # where messages are counted from the beginning
    same = await house.chat.send_text(FRIEND, SUPERGROUP, "hello")
    while same.message_id < answer.message_id:
        same = await house.chat.send_text(FRIEND, SUPERGROUP, "hello")

    said = await house.ask(command, user=FRIEND, chat=SUPERGROUP, reply_to=same.message_id)

    assert same.message_id == answer.message_id
    assert "stands for no link" in said.text
    assert permalink_of(answer) in (await house.ask("/recent")).text
