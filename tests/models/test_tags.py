import pytest

from models.links import bin_link
from models.tables import Tag
from models.tags import add_tags, list_link_tags, list_tags, remove_tags
from tests.factories import NOW, make_chat, make_link


@pytest.mark.usefixtures("database")
async def test_the_first_spelling_stays() -> None:
    chat = await make_chat()
    first, second = await make_link(chat), await make_link(chat)

    assert await add_tags(first, ["Rust", "网页", "rust"]) == ["Rust", "网页"]
    assert await add_tags(second, ["RUST"]) == ["Rust"]
    assert await add_tags(second, ["rust"]) == []

    assert await list_link_tags([first.id, second.id]) == {first.id: ("Rust", "网页"), second.id: ("Rust",)}


@pytest.mark.usefixtures("database")
async def test_a_removed_tag_is_gone_and_named() -> None:
    link = await make_link()
    await add_tags(link, ["Rust", "web"])

    assert await remove_tags(link, ["RUST", "never"]) == ["Rust"]

    assert await list_link_tags([link.id]) == {link.id: ("web",)}


@pytest.mark.usefixtures("database")
async def test_tags_are_listed_by_use_without_those_that_no_link_bears() -> None:
    chat = await make_chat()
    links = [await make_link(chat) for _ in range(3)]
    for link in links:
        await add_tags(link, ["common"])
    await add_tags(links[0], ["rare", "gone"])
    await remove_tags(links[0], ["gone"])
    await add_tags(await make_link(), ["elsewhere"])
    binned = await make_link(chat)
    await add_tags(binned, ["common", "binned"])
    await bin_link(binned.id, NOW)

    assert await list_tags(chat.id, 10) == ([("common", 3), ("rare", 1)], 2)
    assert await list_tags(chat.id, 1, 1) == ([("rare", 1)], 2)


@pytest.mark.usefixtures("database")
async def test_two_chats_spell_their_own_tags() -> None:
    mine, theirs = await make_link(), await make_link()

    await add_tags(mine, ["Rust"])
    await add_tags(theirs, ["rust"])

    assert sorted([tag.name for tag in await Tag.all()]) == ["Rust", "rust"]


@pytest.mark.usefixtures("database")
async def test_names_that_are_no_names_are_left_out_and_long_ones_cut() -> None:
    link = await make_link()

    added = await add_tags(link, ["", "x" * 500, "x" * 128])

    assert added == ["x" * 128]
