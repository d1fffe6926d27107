import pytest

from bot.errors import InvalidRequest
from bot.services.sending import load_full_page, load_pdf
from models.errors import NotFound
from models.links import bin_link
from models.queue import Outcome, StoredArtifact
from models.tables import Snapshot
from tests.factories import NOW, make_chat, make_failed, make_finished, make_outcome
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


async def test_pdf_comes_as_a_file(desk: Desk) -> None:
    artifact = StoredArtifact("pdf", "application/pdf", 5, await desk.blobs.put(b"%PDF-"))
    snapshot = await make_finished(artifacts=(artifact,))

    file = await load_pdf(snapshot.link.chat_id, snapshot.permalink, desk.ports())

    assert (file.content, file.name) == (b"%PDF-", f"{snapshot.permalink}.pdf")
    with pytest.raises(NotFound):
        await load_pdf((await make_chat()).id, snapshot.permalink, desk.ports())


@pytest.mark.parametrize(("pending", "code"), [(("pdf",), "pdf_pending"), ((), "pdf_missing")])
async def test_pdf_that_is_not_there_is_said_to_be_on_its_way_or_not(
    desk: Desk, pending: tuple[str, ...], code: str
) -> None:
    made = make_outcome()
    outcome = Outcome(made.status, made.label, made.captured_at, pending=pending)
    snapshot = await make_finished(outcome=outcome)

    with pytest.raises(InvalidRequest) as caught:
        await load_pdf(snapshot.link.chat_id, snapshot.permalink, desk.ports())

    assert caught.value.sentence == code


async def test_what_telegram_would_refuse_is_not_sent(desk: Desk) -> None:
    artifact = StoredArtifact("screenshot", "image/jpeg", 50_000_001, await desk.blobs.put(b"large"))
    snapshot = await make_finished(artifacts=(artifact,))

    with pytest.raises(InvalidRequest) as refused:
        await load_full_page(snapshot.link.chat_id, snapshot.permalink, desk.ports())

    assert refused.value.sentence == "too_large_to_send"
