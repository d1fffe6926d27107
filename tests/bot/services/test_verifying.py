from pathlib import Path

from bot.services.showing import show_snapshot
from bot.services.verifying import Difference, verify
from models.queue import StoredArtifact
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
    return await verify(await show_snapshot(snapshot_id, PUBLIC_URL), desk.blobs)


async def test_untouched_artifacts_are_the_same(desk: Desk) -> None:
    assert await differences(desk, await make_stored(desk, screenshot=b"one", thumb=b"two")) == ()


async def test_changed_and_missing_artifacts_are_named(desk: Desk, tmp_path: Path) -> None:
    snapshot_id = await make_stored(desk, screenshot=b"one", thumb=b"two", photo=b"three")
    card = await show_snapshot(snapshot_id, PUBLIC_URL)
    paths = {artifact.kind: next((tmp_path / "blobs").rglob(artifact.sha256)) for artifact in card.artifacts}
    paths["screenshot"].write_bytes(b"onE")
    paths["photo"].unlink()

    assert set(await differences(desk, snapshot_id)) == {
        Difference("screenshot", "changed"),
        Difference("photo", "missing"),
    }


async def test_snapshot_without_artifacts_has_no_differences(desk: Desk) -> None:
    assert await differences(desk, (await make_failed()).id) == ()
