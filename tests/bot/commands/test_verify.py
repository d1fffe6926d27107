from tests.bot.commands.library import harbour, keep_failure
from tests.terminal import PUBLIC_URL, Terminal


def test_unchanged_artifacts_are_listed_with_their_hashes(snapkeep: Terminal) -> None:
    done = snapkeep("verify", snapkeep.prepare(harbour))

    assert done.status == 0
    assert "screenshot" in done.out
    assert "unchanged" in done.out
    assert done.err == ""


def test_changed_artifact_is_named_in_one_line(snapkeep: Terminal) -> None:
    permalink = snapkeep.prepare(harbour)
    (blob,) = (path for path in (snapkeep.data / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"something else")

    changed = snapkeep("verify", permalink)
    blob.unlink()
    missing = snapkeep("verify", permalink)

    assert (changed.status, missing.status) == (1, 1)
    assert changed.complaint == f"{PUBLIC_URL}/s/{permalink}: screenshot is changed"
    assert missing.complaint == f"{PUBLIC_URL}/s/{permalink}: screenshot is missing"


def test_snapshot_without_artifacts_says_so(snapkeep: Terminal) -> None:
    done = snapkeep("verify", snapkeep.prepare(keep_failure))

    assert done.status == 0
    assert "nothing is stored" in done.complaint


def test_unknown_permalink_is_one_line(snapkeep: Terminal) -> None:
    done = snapkeep("verify", "no-such-permalink-000")

    assert done.status == 1
    assert done.complaint
