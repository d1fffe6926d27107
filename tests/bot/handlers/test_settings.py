from tests.bot.handlers.conftest import OpenHouse
from tests.house import TestHouse


async def test_what_has_been_used_is_shown_with_its_limits(open_with: OpenHouse) -> None:
    async with open_with(MAX_PER_DAY="20", MAX_BYTES="2GiB") as house:
        await house.save("https://example.com/old-harbour")
        await house.save("https://example.com/lighthouse")

        said = await house.ask("/settings")

        assert "2 links kept" in said.text
        assert "2 of 20" in said.text
        assert "of 2 GB" in said.text
        assert "In this group" not in said.text


async def test_a_group_chooses_what_is_read_in_place(house: TestHouse) -> None:
    group = await house.open_group()
    said = await house.ask("/settings", chat=group)
    assert "every message" in said.text

    await house.press(said, "Only when mentioned")
    assert "mentioned or replied to" in house.now(said).text
    await house.press(said, "Every message")

    assert "every message" in house.now(said).text
