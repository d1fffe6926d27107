from tests.house import FRIEND, TestHouse, permalink_of


async def save(house: TestHouse, path: str, tags: str) -> str:
    return permalink_of(await house.save(f"https://example.com/{path} {tags}"))


async def test_a_tag_is_renamed_with_what_lies_below_it_and_the_renaming_undone(house: TestHouse) -> None:
    await save(house, "one", "#sea")
    await save(house, "two", "#sea/ships")

    said = await house.ask("/rename #sea #海")
    listed = await house.ask("/tags")
    await house.press(said, "Undo")

    assert "#sea is #海 now" in said.text
    assert "#海/ships 1" in listed.text
    assert "2 links found" in (await house.ask("/find #sea")).text
    assert "#海" not in (await house.ask("/tags")).text


async def test_two_tags_become_one_only_after_a_question(house: TestHouse) -> None:
    await save(house, "one", "#sea")
    await save(house, "two", "#ocean")

    asked = await house.ask("/rename ocean sea")
    assert "#ocean 1" in (await house.ask("/tags")).text
    await house.press(asked, "Merge")

    assert "#sea 2" in (await house.ask("/tags")).text
    assert "as they were" in (await house.ask("/undo")).text
    assert "#ocean 1" in (await house.ask("/tags")).text


async def test_an_alias_is_the_tag_wherever_it_is_written(house: TestHouse) -> None:
    await save(house, "one", "#JavaScript")

    assert "#js means #JavaScript" in (await house.ask("/alias #js #javascript")).text
    answer = await house.save("https://example.com/two #JS")

    assert "#JavaScript" in answer.words
    assert "2 links found" in (await house.ask("/find #js")).text
    await house.ask("-#js", reply_to=answer.message_id)
    assert "1 link found" in (await house.ask("/find #javascript")).text
    await house.press(await house.ask("/alias"), "#js")
    assert "No tag here has another name" in (await house.ask("/alias")).text


async def test_a_tag_of_its_own_is_no_alias(house: TestHouse) -> None:
    await save(house, "one", "#js #javascript")

    assert "/rename #js #javascript" in (await house.ask("/alias #js #javascript")).text


async def test_a_rule_tags_new_links_and_offers_the_old_ones(house: TestHouse) -> None:
    old = await house.save("https://news.example.com/one")

    said = await house.ask("/rule example.com #news")
    new = await house.save("https://example.com/two")
    await house.press(said, "Tag 1 link")

    assert "#news" in new.words
    assert "2 links found" in (await house.ask("/find #news")).text
    await house.ask("/undo")
    found = await house.ask("/find #news")
    assert permalink_of(old) not in found.text
    await house.press(await house.ask("/rule"), "example.com")
    assert "#news" not in (await house.save("https://example.com/three")).words


async def test_a_tags_menu_is_reached_from_its_list_and_deletes_it(house: TestHouse) -> None:
    await save(house, "one", "#sea")
    listed = await house.ask("/tags")
    await house.press(listed, "#sea")
    await house.press(await house.reply_to(listed), "Edit")

    menu = next(message for message in house.from_bot() if "/rename #sea" in message.text)
    await house.press(menu, "Delete tag")

    assert "no tags here" in (await house.ask("/tags")).text
    await house.ask("/undo")
    assert "#sea 1" in (await house.ask("/tags")).text


async def test_others_tags_and_deeds_are_out_of_reach(house: TestHouse) -> None:
    await save(house, "one", "#sea #ocean")
    await house.save("https://example.com/two #hers", user=FRIEND)
    ground = await house.ask("/tags", user=FRIEND)
    deleted = await house.ask("/tag #sea")
    await house.press(deleted, "Delete tag")

    for data in ("tm:1", "td:2", "tj:1:2", "tj:3:1", "un:1", "ad:1", "rd:1", "ra:1", "a:1:forged"):
        await house.chat.press_data(FRIEND, ground.message_id, data, FRIEND)

    assert "nothing of yours" in (await house.ask("/undo", user=FRIEND)).text
    assert "#ocean 1" in (await house.ask("/tags")).text
    assert "#hers 1" in (await house.ask("/tags", user=FRIEND)).text
    assert "#sea" not in (await house.ask("/tags")).text


async def test_what_is_incomplete_is_explained(house: TestHouse) -> None:
    for text, word in (
        ("/rename", "/rename #old #new"),
        ("/rename #a", "/rename #old #new"),
        ("/rename #a #b", "no tag #a"),
        ("/alias #a", "/alias #js"),
        ("/rule nonsense", "/rule zhihu.com"),
        ("/rule", "/rule zhihu.com"),
        ("/tag", "/rename #old #new"),
        ("/tag #a", "no tag #a"),
    ):
        assert word in (await house.ask(text)).text, text


async def test_a_tag_cannot_go_into_itself(house: TestHouse) -> None:
    await save(house, "one", "#a")

    assert "cannot go into itself" in (await house.ask("/rename #a #a/b")).text
    assert "#A" in (await house.ask("/rename #a #A")).text
    assert "#A 1" in (await house.ask("/tags")).text


async def test_the_command_labels_a_link_that_it_answers(house: TestHouse) -> None:
    answer = await house.save("https://example.com/one")

    await house.ask("/tag sea #港口", reply_to=answer.message_id)

    assert "#sea #港口" in house.now(answer).words


async def test_a_tag_is_renamed_by_a_button_and_a_reply(house: TestHouse) -> None:
    await save(house, "one", "#sea")

    await house.press(await house.ask("/tag #sea"), "Rename")
    asked = house.from_bot()[-1]
    said = await house.ask("#海", reply_to=asked.message_id)

    assert asked.text.startswith("✏️ #sea\n")
    assert "#sea is #海 now" in said.text
    assert "no name for a tag" in (await house.ask("…", reply_to=asked.message_id)).text


async def test_a_reply_with_the_name_of_another_tag_asks_before_they_are_merged(house: TestHouse) -> None:
    await save(house, "one", "#sea")
    await save(house, "two", "#ocean")
    await house.press(await house.ask("/tag #sea"), "Rename")
    asked = house.from_bot()[-1]

    await house.press(await house.ask("ocean", reply_to=asked.message_id), "Merge")

    assert "#ocean 2" in (await house.ask("/tags")).text


async def test_an_alias_that_means_something_else_now_can_mean_what_it_did(house: TestHouse) -> None:
    await save(house, "one", "#javascript #java")
    await house.ask("/alias #js #javascript")
    await house.ask("/alias #js #java")

    await house.ask("/undo")

    assert "#js → #javascript" in (await house.ask("/alias")).text
