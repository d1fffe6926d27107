from tests.house import FRIEND, TestHouse, permalink_of


async def test_a_deleted_link_comes_back(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #sea")
    await house.ask("/delete", reply_to=answer.message_id)

    assert "The link is back" in (await house.ask("/undo")).text

    assert permalink_of(answer) in (await house.ask("/find #sea")).text


async def test_tags_and_notes_are_as_they_were(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #sea")
    await house.ask("first words", reply_to=answer.message_id)
    await house.ask("-#sea other words", reply_to=answer.message_id)

    await house.ask("/undo")

    words = house.now(answer).words
    assert "#sea" in words
    assert "first words" in words


async def test_one_undo_after_another_goes_further_back(house: TestHouse) -> None:
    first, second = await house.save("https://example.com/one"), await house.save("https://example.com/two")
    for answer in (first, second):
        await house.ask("/delete", reply_to=answer.message_id)

    await house.ask("/undo")
    assert permalink_of(first) not in (await house.ask("/recent")).text
    await house.ask("/undo")

    assert permalink_of(first) in (await house.ask("/recent")).text
    assert "nothing of yours" in (await house.ask("/undo")).text


async def test_what_a_button_brought_back_is_not_brought_back_twice(house: TestHouse) -> None:
    first, second = await house.save("https://example.com/one"), await house.save("https://example.com/two")
    await house.ask("/delete", reply_to=first.message_id)
    await house.press(await house.ask("/delete", reply_to=second.message_id), "Undo")

    await house.ask("/undo")

    assert permalink_of(first) in (await house.ask("/recent")).text


async def test_only_who_did_it_or_an_owner_takes_it_back(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.add_member(FRIEND, group, "member")
    answer = await house.save("https://example.com/one", chat=group)
    await house.ask("/delete", chat=group, reply_to=answer.message_id)

    assert "nothing of yours" in (await house.ask("/undo", user=FRIEND, chat=group)).text
    assert "The link is back" in (await house.ask("/undo", chat=group)).text
    await house.ask("/delete", user=FRIEND, chat=group, reply_to=answer.message_id)
    assert "The link is back" in (await house.ask("/undo", chat=group)).text


async def test_the_bin_lists_what_was_deleted_and_gives_it_back(house: TestHouse) -> None:
    answer = await house.save("https://example.com/old-harbour")
    await house.save("https://example.com/hers", user=FRIEND)
    assert "bin is empty" in (await house.ask("/bin")).text
    await house.ask("/delete", reply_to=answer.message_id)

    listed = await house.ask("/bin")
    assert "1. Old harbour" in listed.text
    assert "bin is empty" in (await house.ask("/bin", user=FRIEND)).text
    await house.press(listed, "↩️ 1")

    assert permalink_of(answer) in (await house.ask("/recent")).text
