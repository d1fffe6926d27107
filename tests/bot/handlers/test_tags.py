from tests.house import FRIEND, OWNER, TestHouse, permalink_of


async def test_tags_are_listed_with_their_counts_the_most_used_first(house: TestHouse) -> None:
    await house.save("https://example.com/one #sea #ships")
    await house.save("https://example.com/two #Sea #港口")

    said = await house.ask("/tags")

    assert "3 tags" in said.text
    assert "#sea 2" in said.text
    assert "#港口 1" in said.text
    assert said.text.index("#sea 2") < said.text.index("#ships 1")


async def test_a_tags_button_lists_its_links(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #sea")
    await house.save("https://example.com/two #ships")
    said = await house.ask("/tags")

    await house.press(said, "#sea")

    listed = await house.reply_to(said)
    assert permalink_of(answer) in listed.text
    assert "Two" not in listed.text


async def test_many_tags_are_paged_in_place(house: TestHouse) -> None:
    await house.save("https://example.com/one " + " ".join(f"#tag{number:02}" for number in range(35)))

    first = await house.ask("/tags")
    await house.press(first, "›")

    assert "#tag00" in first.text
    assert "#tag34" not in first.text
    assert "#tag34" in house.now(first).text


async def test_no_tags_are_explained(house: TestHouse) -> None:
    assert "There are no tags here yet" in (await house.ask("/tags")).text


async def test_tags_of_deleted_links_and_of_others_are_not_listed(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one #gone")
    await house.save("https://example.com/two #hers", user=FRIEND)

    await house.ask("/delete", reply_to=answer.message_id)

    assert "There are no tags here yet" in (await house.ask("/tags")).text


async def test_a_page_that_has_gone_shows_the_last_one_that_is_there(house: TestHouse) -> None:
    await house.save("https://example.com/one #sea")
    listed = await house.ask("/tags")

    await house.chat.press_data(OWNER, listed.message_id, "p:tags:7")

    assert "#sea 1" in house.now(listed).text
