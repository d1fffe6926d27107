import pytest

from models.aliases import drop_alias, get_alias, list_aliases, list_chat_aliases, put_alias, resolve_names
from models.search import SearchQuery, search_links
from models.tables import Chat, Tag
from models.tags import add_tags, list_link_tags, remove_tags
from tests.factories import make_chat, make_link

pytestmark = pytest.mark.usefixtures("database")


async def make_tag(chat: Chat, name: str, alias: str = "") -> Tag:
    await add_tags(await make_link(chat), [name])
    tag = await Tag.get(chat_id=chat.id, name=name)
    if alias:
        await put_alias(tag, alias)
    return tag


async def test_whoever_writes_an_alias_means_the_tag() -> None:
    chat = await make_chat()
    await make_tag(chat, "JavaScript", "js")
    link = await make_link(chat)

    assert await add_tags(link, ["JS", "javascript"]) == ["JavaScript"]
    assert await remove_tags(link, ["js"]) == ["JavaScript"]


async def test_an_alias_holds_for_what_is_below_its_tag() -> None:
    chat = await make_chat()
    await make_tag(chat, "编程/JavaScript", "js")
    link = await make_link(chat)

    await add_tags(link, ["js/React"])

    assert await list_link_tags([link.id]) == {link.id: ("编程/JavaScript/React",)}


async def test_an_alias_is_found_by_and_left_out_by() -> None:
    chat = await make_chat()
    await make_tag(chat, "JavaScript", "js")
    other = await make_link(chat)

    found, _ = await search_links(chat.id, SearchQuery(tags=("js",)), 10)
    rest, _ = await search_links(chat.id, SearchQuery(without_tags=("js",)), 10)

    assert len(found) == 1
    assert [link.id for link in rest] == [other.id]


async def test_a_tag_is_found_by_those_above_it_and_not_by_those_below() -> None:
    chat = await make_chat()
    await make_tag(chat, "a/b")

    for tag, count in (("a", 1), ("A/B", 1), ("a/b/c", 0), ("b", 0)):
        assert (await search_links(chat.id, SearchQuery(tags=(tag,)), 10))[1] == count, tag


async def test_an_alias_means_one_tag_and_goes_with_it() -> None:
    chat = await make_chat()
    first, second = await make_tag(chat, "first", "x"), await make_tag(chat, "second")

    await put_alias(second, "X")

    assert await resolve_names(chat.id, ["x"]) == ["second"]
    assert await list_aliases([first.id]) == []
    (alias,) = await list_chat_aliases(chat.id, 10)
    assert (alias.name, alias.tag.name) == ("X", "second")
    await drop_alias(await get_alias(chat.id, alias.id))
    assert await resolve_names(chat.id, ["x"]) == ["x"]


async def test_another_chats_aliases_mean_nothing_here() -> None:
    await make_tag(await make_chat(), "JavaScript", "js")
    link = await make_link()

    assert await add_tags(link, ["js"]) == ["js"]
