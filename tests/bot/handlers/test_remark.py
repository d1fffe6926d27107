from tests.house import FRIEND, OWNER, TestHouse, permalink_of


async def test_reply_with_tags_labels_the_link(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour")

    said = await house.ask("#ships #港口", reply_to=answer.message_id)

    assert "#ships" in said.text
    assert "#港口" in house.now(answer).caption


async def test_reply_takes_a_tag_away(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #ships #sea")

    await house.ask("-#ships", reply_to=answer.message_id)

    assert "#ships" not in house.now(answer).caption
    assert "#sea" in house.now(answer).caption


async def test_other_words_of_a_reply_become_the_note(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour")

    await house.ask("#sea read this on the train", reply_to=answer.message_id)

    assert "read this on the train" in house.now(answer).caption
    found = await house.ask("/find train")
    assert permalink_of(answer) in found.text


async def test_editing_the_reply_applies_it_again(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour #kept")
    reply = await house.chat.send_text(OWNER, OWNER, "#one #two note", reply_to=answer.message_id)
    await house.reply_to(reply)

    await house.chat.edit_text(reply, "#two #three")
    await house.chat.wait_for(lambda message: "#three" in message.caption, chat_id=OWNER)

    caption = house.now(answer).caption
    assert "#one" not in caption
    assert "note" not in caption
    assert "#two" in caption
    assert "#kept" in caption


async def test_reply_to_ones_own_link_message_labels_every_link_in_it(house: TestHouse) -> None:
    sent = await house.chat.send_text(OWNER, OWNER, "https://example.com/one https://example.com/two")
    await house.chat.wait_until(lambda: sum(bool(message.photo_group) for message in house.from_bot()) == 2)

    await house.ask("#both", reply_to=sent.message_id)

    found = await house.ask("/find #both")
    assert "One" in found.text
    assert "Two" in found.text


async def test_reply_to_something_else_is_told_so(house: TestHouse) -> None:
    hello = await house.ask("/start")

    said = await house.ask("#ships", reply_to=hello.message_id)

    assert "https://keep" not in said.text


async def test_reply_in_another_chat_labels_nothing(house: TestHouse) -> None:
    mine = await house.save("https://example.com/old-harbour")
    await house.chat.send_text(FRIEND, FRIEND, "#stolen", reply_to=mine.message_id)
    await house.settle()

    assert "#stolen" not in house.now(mine).caption
