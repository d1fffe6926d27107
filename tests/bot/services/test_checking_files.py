from pathlib import Path

import pytest

from bot.services.checking_files import check_files
from bot.services.examining import describe_files
from bot.services.sweeping import ORPHAN_SECONDS
from models.queue import StoredArtifact
from models.tables import Snapshot
from tests.factories import make_finished
from tests.idling import make_idle
from tests.ports import Desk


async def make_stored(desk: Desk, content: bytes) -> tuple[Snapshot, str]:
    name = await desk.blobs.put(content)
    return await make_finished(artifacts=(StoredArtifact("screenshot", "image/jpeg", len(content), name),)), name


def file_of(folder: Path, name: str) -> Path:
    return folder / "blobs" / name[:2] / name[2:4] / name


async def test_what_is_there_and_unchanged_is_well(desk: Desk) -> None:
    await make_stored(desk, b"well")

    report = await check_files(desk.blobs, is_full=True, removes=False)

    assert (report.files, report.bytes, report.is_whole, report.orphans) == (1, 4, True, ())
    assert all(finding.is_well for finding in describe_files(report))


async def test_missing_and_cut_files_are_found_and_the_page_is_named(desk: Desk, tmp_path: Path) -> None:
    (gone, gone_name), (cut, cut_name) = await make_stored(desk, b"gone"), await make_stored(desk, b"cut off")
    file_of(tmp_path, gone_name).unlink()
    file_of(tmp_path, cut_name).write_bytes(b"cut")

    report = await check_files(desk.blobs, is_full=False, removes=True)

    assert (report.missing, report.damaged) == ((gone_name,), (cut_name,))
    (finding,) = describe_files(report)
    assert not finding.is_well
    assert "1 missing, 1 damaged" in finding.detail
    assert gone.permalink in finding.detail
    assert cut.permalink in finding.detail
    assert "restore" in finding.cure


@pytest.mark.parametrize("is_full", [False, True])
async def test_changed_bytes_of_the_same_length_are_found_by_reading_all(
    desk: Desk, tmp_path: Path, is_full: bool
) -> None:
    _, name = await make_stored(desk, b"seen")
    file_of(tmp_path, name).write_bytes(b"fake")

    report = await check_files(desk.blobs, is_full=is_full, removes=False)

    assert report.damaged == ((name,) if is_full else ())


async def test_orphans_of_an_hour_are_found_and_removed_when_asked(desk: Desk, tmp_path: Path) -> None:
    _, kept = await make_stored(desk, b"kept")
    old, new = await desk.blobs.put(b"old"), await desk.blobs.put(b"new")
    for name in (kept, old):
        make_idle(tmp_path / "blobs", name, ORPHAN_SECONDS + 1)

    found = await check_files(desk.blobs, is_full=False, removes=False)
    there = {name async for name in desk.blobs.list_names()}
    fixed = await check_files(desk.blobs, is_full=False, removes=True)

    assert found.orphans == (old,)
    assert "--fix" in describe_files(found)[-1].cure
    assert there == {kept, old, new}
    assert fixed.removed == 1
    assert all(finding.is_well for finding in describe_files(fixed))
    assert {name async for name in desk.blobs.list_names()} == {kept, new}
