from tests.house import OWNER, TestHouse


async def test_the_newest_links_come_first_five_to_a_page(house: TestHouse) -> None:
    for number in range(1, 7):
        await house.save(f"https://example.com/page-{number}")

    first = await house.ask("/recent")
    await house.press(first, "›")
    second = house.now(first)

    titles = [line.partition(". ")[2] for line in first.text.splitlines() if ". Page" in line]
    assert titles == ["Page 6", "Page 5", "Page 4", "Page 3", "Page 2"]
    assert first.text.count("https://keep.example.org/s/") == 5
    assert "6. Page 1" in second.text
    assert [button.text for button in second.buttons][:2] == ["‹", "2/2"]


async def test_an_empty_library_says_how_to_begin(house: TestHouse) -> None:
    assert "Nothing is kept here yet" in (await house.ask("/recent")).text


async def test_what_failed_is_marked(house: TestHouse) -> None:
    await house.save("https://no-answer.example/page")

    assert "unreachable" in (await house.ask("/recent")).text


async def test_a_group_lists_its_own_links(house: TestHouse) -> None:
    group = await house.open_group()
    await house.save("https://example.com/shared", chat=group)
    await house.save("https://example.com/private")

    assert "Private" not in (await house.ask("/recent", user=OWNER, chat=group)).text


async def test_a_page_that_has_gone_shows_the_last_one_that_is_there(house: TestHouse) -> None:
    await house.save("https://example.com/old-harbour")
    listed = await house.ask("/recent")

    await house.chat.press_data(OWNER, listed.message_id, "p:recent:7")

    assert "Old harbour" in house.now(listed).text
