"""Every list costs a fixed number of queries, however long it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from models.browsing import list_faces
from models.deliveries import list_due
from models.links import attach_message, list_links_of_message, list_recent
from models.snapshots import get_snapshot, list_versions
from models.tables import Link, MessageRole
from models.tags import add_tags, list_tags
from tests.factories import BOT_ID, NOW, make_chat, make_delivery, make_finished, make_link

pytestmark = pytest.mark.usefixtures("database")

CountQueries = Callable[[], AbstractContextManager[list[str]]]


async def fill(links: int) -> list[Link]:
    """A chat of links, each captured, tagged, answered, and brought by one message."""
    chat = await make_chat()
    made = [await make_link(chat) for _ in range(links)]
    for link in made:
        await make_delivery(await make_finished(link))
        await add_tags(link, ["one", "two"])
        await attach_message(BOT_ID, 77, 1, MessageRole.SOURCE, link.id)
    return made


@pytest.mark.parametrize("size", [1, 12])
async def test_a_page_of_links_with_all_that_is_shown(size: int, count_queries: CountQueries) -> None:
    made = await fill(size)

    with count_queries() as queries:
        links, total = await list_recent(made[0].chat_id, 50)
        faces = await list_faces([link.id for link in links], BOT_ID)

    assert len(links) == total == len(faces) == size
    assert all(face.thumb_sha256 and face.tags == ("one", "two") for face in faces.values())
    assert len(queries) == 2


@pytest.mark.parametrize("size", [1, 12])
async def test_the_answers_that_are_due(size: int, count_queries: CountQueries) -> None:
    await fill(size)

    with count_queries() as queries:
        due = await list_due(BOT_ID, NOW, 50)

    assert [delivery.snapshot.link.chat.title for delivery in due] == ["Ada"] * size
    assert all(len(delivery.snapshot.artifacts) == 2 for delivery in due)
    assert len(queries) == 5


@pytest.mark.parametrize("size", [1, 12])
async def test_small_lists(size: int, count_queries: CountQueries) -> None:
    made = await fill(size)
    for _ in range(size):
        newest = await make_finished(made[0])

    with count_queries() as queries:
        assert (await list_tags(made[0].chat_id, 50))[1] == 2
        assert len(await list_links_of_message(BOT_ID, 77, 1)) == size
        assert len(await list_versions(made[0].id)) == size + 1
        await get_snapshot(newest.permalink)

    assert len(queries) == 6
