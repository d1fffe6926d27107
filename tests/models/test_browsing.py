"""What stands beside a page of the library."""

from models.browsing import list_top_tags
from models.links import bin_link
from models.tags import add_tags
from tests.factories import NOW, make_chat, make_link


async def test_tags_are_counted_without_what_lies_in_the_bin(database: str) -> None:
    chat = await make_chat()
    links = [await make_link(chat) for _ in range(3)]
    for link in links:
        await add_tags(link, ["all"])
    await add_tags(links[0], ["gone"])
    await add_tags(await make_link(), ["foreign"])
    await bin_link(links[0].id, NOW)

    assert await list_top_tags(chat.id, 10) == [("all", 2)]
