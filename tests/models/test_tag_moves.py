import pytest

from models.aliases import put_alias, resolve_names
from models.errors import NotFound
from models.links import bin_link
from models.search import SearchQuery, search_links
from models.tables import Chat, Link, Tag
from models.tag_moves import delete_tag, find_tag, get_tag, index_marked, list_family, move_tag, put_back
from models.tag_rules import list_rules, put_rule
from models.tags import add_tags, list_link_tags, list_tags
from tests.factories import NOW, make_chat, make_link

pytestmark = pytest.mark.usefixtures("database")


async def tagged(chat: Chat, *names: str) -> Link:
    link = await make_link(chat)
    await add_tags(link, names)
    return link


async def the(chat: Chat, name: str) -> Tag:
    tag = await find_tag(chat.id, name)
    assert tag is not None
    return tag


async def found(chat: Chat, name: str) -> list[int]:
    links, _ = await search_links(chat.id, SearchQuery(tags=(name,)), 10)
    return sorted(link.id for link in links)


async def test_a_moved_tag_is_found_by_its_new_name_only() -> None:
    chat = await make_chat()
    link = await tagged(chat, "before", "old", "after")

    await move_tag(await the(chat, "old"), "new")
    await index_marked()

    assert await list_link_tags([link.id]) == {link.id: ("before", "new", "after")}
    assert (await found(chat, "new"), await found(chat, "old")) == ([link.id], [])


async def test_what_was_merged_is_taken_apart_again() -> None:
    chat = await make_chat()
    old, new, both = await tagged(chat, "old"), await tagged(chat, "new"), await tagged(chat, "old", "new")
    await put_alias(await the(chat, "old"), "older")
    await put_rule(await the(chat, "old"), "example.com")

    left = await move_tag(await the(chat, "old"), "new")
    await index_marked()
    assert await list_tags(chat.id, 10) == ([("new", 3)], 1)
    assert await resolve_names(chat.id, ["older"]) == ["new"]
    await put_back(chat.id, left)
    await index_marked()

    assert await found(chat, "old") == [old.id, both.id]
    assert await found(chat, "new") == [new.id, both.id]
    assert await resolve_names(chat.id, ["older"]) == ["old"]
    assert [rule.tag.name for rule in await list_rules(chat.id)] == ["old"]


async def test_a_name_that_was_given_for_nothing_else_goes_with_its_undoing() -> None:
    chat = await make_chat()
    link = await tagged(chat, "old")

    await put_back(chat.id, await move_tag(await the(chat, "old"), "new"))

    assert await find_tag(chat.id, "new") is None
    assert await list_link_tags([link.id]) == {link.id: ("old",)}


async def test_a_deleted_tag_comes_back_with_all_that_led_to_it() -> None:
    chat = await make_chat()
    link, binned = await tagged(chat, "sea"), await tagged(chat, "sea")
    await bin_link(binned.id, NOW)
    await put_alias(await the(chat, "sea"), "ocean")
    await put_rule(await the(chat, "sea"), "example.com/sea")

    left = await delete_tag(await the(chat, "sea"))
    await index_marked()
    assert await found(chat, "sea") == []
    await put_back(chat.id, left)
    await index_marked()

    assert await found(chat, "ocean") == [link.id]
    assert (await list_link_tags([binned.id]))[binned.id] == ("sea",)
    assert [rule.pattern for rule in await list_rules(chat.id)] == ["example.com/sea"]


async def test_links_that_went_meanwhile_are_not_needed() -> None:
    chat = await make_chat()
    link = await tagged(chat, "sea")
    left = await delete_tag(await the(chat, "sea"))
    await Link.filter(id=link.id).delete()

    await put_back(chat.id, left)

    assert await list_tags(chat.id, 10) == ([], 0)


async def test_a_family_is_a_tag_and_what_lies_below_it() -> None:
    chat = await make_chat()
    await tagged(chat, "a", "a/b", "a/b/c", "ab", "b/a")

    assert [tag.name for tag in await list_family(await the(chat, "a"))] == ["a", "a/b", "a/b/c"]


async def test_another_chats_tag_is_not_found() -> None:
    chat = await make_chat()
    await tagged(chat, "sea")

    with pytest.raises(NotFound):
        await get_tag((await make_chat()).id, (await the(chat, "sea")).id)
