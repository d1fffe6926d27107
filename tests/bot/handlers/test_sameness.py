from models.tables import Snapshot
from tests.house import FRIEND, TestHouse, permalink_of


async def test_where_a_short_link_led_is_known_afterwards(house: TestHouse) -> None:
    short = await house.save("https://bit.ly/a-long-story #sea")

    again = await house.save("https://example.com/a-long-story")

    assert permalink_of(again) == permalink_of(short)
    assert "Saved" in again.words
    assert "#sea" in again.words


async def test_a_short_link_to_a_known_page_is_answered_at_once_with_when_and_by_whom(house: TestHouse) -> None:
    group = await house.open_group()
    await house.chat.add_member(FRIEND, group)
    first = await house.save("https://example.com/a-long-story #sea", chat=group)

    short = await house.save("https://bit.ly/a-long-story #ships", user=FRIEND, chat=group)

    assert permalink_of(short) == permalink_of(first)
    assert "by Ann" in short.words
    assert "#sea #ships" in short.words
    assert await Snapshot.all().count() == 1, "nothing was captured again"
    assert any("Capture again" in button.text for button in short.buttons)


async def test_a_short_link_to_what_was_no_page_is_captured(house: TestHouse) -> None:
    await house.save("https://example.com/a-long-story")
    await Snapshot.all().update(label="login_wall")

    await house.save("https://bit.ly/a-long-story")

    assert await Snapshot.all().count() == 2


async def test_short_links_to_one_new_page_become_one_link(house: TestHouse) -> None:
    await house.save("https://bit.ly/a-long-story")

    again = await house.save("https://example.com/a-long-story")

    assert "Saved" in again.words
    assert "1 link kept" in (await house.ask("/recent")).text


async def test_what_a_page_calls_itself_is_known(house: TestHouse) -> None:
    answer = await house.save("https://amp.example.com/a-long-story")

    assert permalink_of(await house.save("https://example.com/a-long-story")) == permalink_of(answer)


async def test_another_chats_pages_are_not_joined(house: TestHouse) -> None:
    first = await house.save("https://example.com/a-long-story")

    hers = await house.save("https://bit.ly/a-long-story", user=FRIEND)

    assert permalink_of(hers) != permalink_of(first)
    assert "1 link kept" in (await house.ask("/recent")).text


async def test_a_rule_fits_where_a_short_link_led(house: TestHouse) -> None:
    await house.ask("/rule example.com #story")

    assert "#story" in (await house.save("https://bit.ly/a-long-story")).words
