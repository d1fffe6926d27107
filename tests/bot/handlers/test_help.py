import pytest

from bot.chat import COMMAND_KEYS
from tests.house import TestHouse


async def test_help_lists_every_command_and_how_to_save_tag_and_find(house: TestHouse) -> None:
    said = await house.ask("/help")

    assert [name for name, _ in COMMAND_KEYS if f"/{name} — " not in said.text] == []
    assert {"Save", "Tag", "Find", "In any chat"} <= set(said.text.splitlines())
    assert "@snapkeep_local_bot" in said.text


@pytest.mark.parametrize("asked", ["find", "/find", "查找"])
async def test_what_a_search_understands_is_shown_by_examples(house: TestHouse, asked: str) -> None:
    said = (await house.ask(f"/help {asked}")).text

    for example in ("soup or stew", "-#tried", "title:", "note:", "from:", "site:", "before:", "lang:", "type:", "is:"):
        assert example in said


async def test_every_command_of_the_menu_is_answered(house: TestHouse) -> None:
    for name, _ in COMMAND_KEYS:
        said = await house.ask(f"/{name}")
        assert said.text
        assert "do not know that command" not in said.text


async def test_a_group_is_helped_when_it_names_the_bot(house: TestHouse) -> None:
    group = await house.open_group()

    assert "Commands" in (await house.ask("/help@snapkeep_local_bot", chat=group)).text
