import pytest

from bot.services.sending import load_full_page
from models.errors import NotFound
from models.links import bin_link
from models.queue import StoredArtifact
from models.tables import Snapshot
from tests.factories import NOW, make_chat, make_failed, make_finished
from tests.ports import Desk


async def make_pictured(desk: Desk) -> Snapshot:
    content = b"\xff\xd8 the whole page"
    artifact = StoredArtifact("screenshot", "image/jpeg", len(content), await desk.blobs.put(content))
    return await make_finished(artifacts=(artifact,))


async def test_whole_picture_comes_as_a_file(desk: Desk) -> None:
    snapshot = await make_pictured(desk)

    full = await load_full_page(snapshot.link.chat_id, snapshot.permalink, desk.ports())

    assert full.content == b"\xff\xd8 the whole page"
    assert full.name == f"{snapshot.permalink}.jpg"
    assert full.card.permalink_id == snapshot.permalink


async def test_foreign_deleted_unknown_and_missing_pictures_look_alike(desk: Desk) -> None:
    foreign, deleted, failed = await make_pictured(desk), await make_pictured(desk), await make_failed()
    await bin_link(deleted.link_id, NOW)
    other = await make_chat()

    for chat_id, permalink in (
        (other.id, foreign.permalink),
        (deleted.link.chat_id, deleted.permalink),
        (failed.link.chat_id, failed.permalink),
        (other.id, "no-such-permalink-here"),
    ):
        with pytest.raises(NotFound):
            await load_full_page(chat_id, permalink, desk.ports())
