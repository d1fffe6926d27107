"""What stands beside a page of the library."""

from dataclasses import replace

import pytest

from models.browsing import Surroundings, list_top_tags, look_around
from models.links import bin_link, list_ordered
from models.search import SearchQuery, search_links
from models.tables import Chat, Link
from models.tags import add_tags
from tests.factories import NOW, make_chat, make_finished, make_link, make_outcome, make_snapshot


async def test_tags_are_counted_without_what_lies_in_the_bin(database: str) -> None:
    chat = await make_chat()
    links = [await make_link(chat) for _ in range(3)]
    for link in links:
        await add_tags(link, ["all"])
    await add_tags(links[0], ["gone"])
    await add_tags(await make_link(), ["foreign"])
    await bin_link(links[0].id, NOW)

    assert await list_top_tags(chat.id, 10) == [("all", 2)]


async def test_tags_can_be_asked_for_by_their_beginning(database: str) -> None:
    link = await make_link()
    await add_tags(link, ["reading", "recipes", "100%", "Éclairs"])

    assert await list_top_tags(link.chat_id, 10, "re") == [("reading", 1), ("recipes", 1)]
    assert await list_top_tags(link.chat_id, 10, "%") == []


async def make_titled(chat: Chat) -> list[Link]:
    links = []
    for day, (title, site) in enumerate([("banana", "Zoo"), ("Äpfel", "alpha"), ("Cherry", "Middle")]):
        link = await make_link(chat, now=NOW.replace(day=day + 1))
        await make_finished(link, outcome=replace(make_outcome(title=title, text="fruit"), site=site))
        links.append(link)
    return links


@pytest.mark.parametrize(
    ("order", "expected"),
    [("newest", [2, 1, 0]), ("oldest", [0, 1, 2]), ("title", [1, 0, 2]), ("site", [1, 2, 0])],
)
async def test_links_come_in_the_order_that_is_asked_for(database: str, order: str, expected: list[int]) -> None:
    chat = await make_chat()
    links = await make_titled(chat)

    listed, total = await list_ordered(chat.id, order, 10)
    found, _ = await search_links(chat.id, SearchQuery(words=("fruit",)), 10, order=order)

    assert total == 3
    assert [link.id for link in listed] == [links[one].id for one in expected]
    assert [link.id for link in found] == [links[one].id for one in expected]


async def test_link_without_a_title_stands_where_its_address_does(database: str) -> None:
    chat = await make_chat()
    await make_titled(chat)
    link = await make_link(chat, "https://apple.example/")

    listed, _ = await list_ordered(chat.id, "title", 10)

    assert [one.id for one in listed].index(link.id) == 1


async def test_what_stands_beside_a_page_is_of_its_chat_alone(database: str) -> None:
    chat = await make_chat()
    link = await make_link(chat)
    await add_tags(link, ["one", "two"])
    await make_snapshot(link)
    await make_snapshot(await make_link())
    binned = await make_link(chat)
    await make_snapshot(binned)
    await bin_link(binned.id, NOW)

    assert await look_around(chat.id, 1) == Surroundings((("one", 1),), 1)
    assert await look_around(chat.id, 0) == Surroundings((), 1)
