import os
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest

from bot.services.examining import (
    Finding,
    describe_walls,
    examine,
    examine_blobs,
    examine_browser,
    examine_database,
    examine_disk,
)
from capture.walls import Walls


async def test_database_that_opens_is_well(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "snapkeep.db"
    copyfile(migrated_file, path)

    (finding,) = await examine_database(f"sqlite://{path}")

    assert finding.is_well
    assert str(path) in finding.detail


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite://{folder}/file/below.db", "sqlite://{folder}/file"])
async def test_database_that_does_not_open_comes_with_a_cure(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("this is no database, whatever its name may be. " * 40)

    (finding,) = await examine_database(url.format(folder=tmp_path))

    assert not finding.is_well
    assert "SNAPKEEP_DATABASE_URL" in finding.cure


async def test_blobs_are_written_read_and_removed_again(tmp_path: Path) -> None:
    (finding,) = await examine_blobs(f"file://{tmp_path / 'blobs'}")

    assert finding.is_well
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("url", ["ftp://host/blobs", "file://{folder}/file"])
async def test_blobs_that_cannot_be_kept_come_with_a_cure(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    (finding,) = await examine_blobs(url.format(folder=tmp_path))

    assert "SNAPKEEP_BLOBS_URL" in finding.cure


async def test_disk_says_how_much_room_there_is(tmp_path: Path) -> None:
    (finding,) = await examine_disk(tmp_path)

    assert "GiB free" in finding.detail


async def test_missing_browser_comes_with_a_cure() -> None:
    (finding,) = await examine_browser("no-such-browser")

    assert "make setup" in finding.cure


async def test_browser_that_does_not_start_comes_with_a_cure(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)

    (finding,) = await examine_browser(str(broken))

    assert not finding.is_well


@pytest.mark.browser
@pytest.mark.slow
async def test_real_browser_is_launched() -> None:
    findings = await examine_browser("")

    walls = ["sandbox", "user", "network", "limits"]
    assert [finding.part for finding in findings] == ["browser", "fonts", *walls]
    assert findings[0].is_well


def test_wall_that_does_not_stand_comes_with_a_cure_and_can_be_lived_with() -> None:
    findings = describe_walls(Walls(user=0, namespace=None, has_sandbox=False))

    missing = [finding.part for finding in findings if finding.cure]
    assert missing == (["sandbox", "user", "network"] if os.geteuid() == 0 else ["sandbox", "network"])
    assert all(finding.is_well for finding in findings)


async def test_every_part_is_examined_in_order(tmp_path: Path) -> None:
    async def twice() -> tuple[Finding, ...]:
        return Finding("one", "is well"), Finding("two", "is ill", "mend it")

    findings = await examine((twice, partial(examine_disk, tmp_path)))

    assert [finding.part for finding in findings] == ["one", "two", "disk"]
    assert [finding.is_well for finding in findings[:2]] == [True, False]
