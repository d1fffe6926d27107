from bot.localchat import Message
from tests.house import FRIEND, TestHouse


def offered(message: Message) -> list[str]:
    return [button.text for button in message.buttons if button.text.startswith("+ ")]


async def test_a_suggested_tag_is_added_by_one_tap_and_its_button_goes(house: TestHouse) -> None:
    for number in range(3):
        await house.save(f"https://example.com/old-harbour-{number} #sea #ships")
    answer = await house.save("https://example.com/new-harbour")

    assert {"+ #sea", "+ #ships"} <= set(offered(answer))
    await house.press(answer, "+ #sea")

    now = house.now(answer)
    assert "#sea" in now.words
    assert "+ #sea" not in offered(now)
    assert "+ #ships" in offered(now)


async def test_a_forged_button_tags_nothing_of_others(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour")
    hers = await house.save("https://example.com/hers", user=FRIEND)

    await house.chat.press_data(FRIEND, hers.message_id, "a:1:forged", FRIEND)
    await house.chat.press_data(FRIEND, hers.message_id, "a:999:forged", FRIEND)

    assert "#forged" not in house.now(answer).words
    assert "#forged" not in house.now(hers).words


async def test_a_tag_taken_off_can_be_taken_back_after_a_suggestion(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #sea")
    await house.ask("-#sea", reply_to=answer.message_id)

    await house.ask("/undo")

    assert "#sea" in house.now(answer).words
