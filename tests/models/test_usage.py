"""How much room a chat's blobs take."""

import pytest

from models.usage import added_bytes, find_marks, used_bytes
from tests.factories import make_artifact, make_chat, make_finished, make_link, make_resource

pytestmark = pytest.mark.usefixtures("database")


async def test_a_blob_that_two_snapshots_share_is_counted_once() -> None:
    chat = await make_chat()
    shared, other = make_artifact("screenshot", b"shared"), make_artifact("thumb", b"other")
    await make_finished(await make_link(chat), artifacts=(shared, other))
    await make_finished(await make_link(chat), artifacts=(shared,))
    await make_finished(artifacts=(make_artifact("screenshot", b"of somebody else"),))

    assert await used_bytes(chat.id) == len(b"shared") + len(b"other")
    assert await used_bytes((await make_chat()).id) == 0


async def test_bodies_of_pages_are_used_bytes_too_and_counted_once() -> None:
    chat = await make_chat()
    style, picture = make_resource(b"style"), make_artifact("screenshot", b"picture")
    await make_finished(await make_link(chat), artifacts=(picture,), resources=(style,))
    await make_finished(await make_link(chat), artifacts=(), resources=(style, make_resource(b"picture")))

    assert await used_bytes(chat.id) == len(b"style") + len(b"picture")


async def test_what_has_come_since_is_counted_for_its_chat_alone() -> None:
    chat = await make_chat()
    await make_finished(await make_link(chat), artifacts=(make_artifact("screenshot", b"before"),))
    marks = await find_marks()
    await make_finished(await make_link(chat), artifacts=(make_artifact("thumb", b"new"),))
    await make_finished(artifacts=(make_artifact("thumb", b"of somebody else"),))

    added, later = await added_bytes(chat.id, marks)

    assert added == len(b"new")
    assert (await added_bytes(chat.id, later))[0] == 0
    assert await find_marks() == later
