from hashlib import sha256
from pathlib import Path

from bot.services.showing import show_snapshot
from bot.services.verifying import Difference, verify
from models.queue import StoredArtifact
from models.tables import Resource
from tests.factories import make_failed, make_finished
from tests.ports import PUBLIC_URL, Desk


async def make_stored(desk: Desk, **contents: bytes) -> int:
    """A finished snapshot whose artifacts are in the store."""
    artifacts = [
        StoredArtifact(kind, "image/jpeg", len(content), await desk.blobs.put(content))
        for kind, content in contents.items()
    ]
    return (await make_finished(artifacts=tuple(artifacts))).id


async def differences(desk: Desk, snapshot_id: int) -> tuple[Difference, ...]:
    return (await verify(await show_snapshot(snapshot_id, PUBLIC_URL), desk.blobs)).differences


async def test_untouched_artifacts_are_the_same(desk: Desk) -> None:
    assert await differences(desk, await make_stored(desk, screenshot=b"one", thumb=b"two")) == ()


async def test_changed_and_missing_artifacts_are_named(desk: Desk, tmp_path: Path) -> None:
    snapshot_id = await make_stored(desk, screenshot=b"one", thumb=b"two", photo=b"three")
    card = await show_snapshot(snapshot_id, PUBLIC_URL)
    paths = {artifact.kind: next((tmp_path / "blobs").rglob(artifact.sha256)) for artifact in card.artifacts}
    paths["screenshot"].write_bytes(b"onE")
    paths["photo"].unlink()

    assert set(await differences(desk, snapshot_id)) == {
        Difference("screenshot", "changed", sha256(b"one").hexdigest()),
        Difference("photo", "missing", sha256(b"three").hexdigest()),
    }


async def test_bodies_of_the_archived_page_are_hashed_too(desk: Desk, tmp_path: Path) -> None:
    snapshot_id = await make_stored(desk, page=b"<p>hello")
    for content in (b"a picture", b"a font"):
        await Resource.create(
            snapshot_id=snapshot_id,
            url="https://example.com/a",
            media_type="image/png",
            bytes=len(content),
            sha256=await desk.blobs.put(content),
        )
    verdict = await verify(await show_snapshot(snapshot_id, PUBLIC_URL), desk.blobs)
    next((tmp_path / "blobs").rglob(sha256(b"a font").hexdigest())).write_bytes(b"another")

    assert [kept.kind for kept in verdict.kept] == ["page", "resource", "resource"]
    assert verdict.differences == ()
    assert await differences(desk, snapshot_id) == (Difference("resource", "changed", sha256(b"a font").hexdigest()),)


async def test_snapshot_without_artifacts_has_no_differences(desk: Desk) -> None:
    assert await differences(desk, (await make_failed()).id) == ()
