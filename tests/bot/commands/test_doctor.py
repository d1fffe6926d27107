import os

import pytest

from tests.terminal import Terminal


def test_ill_parts_come_with_a_cure_and_one_line_names_them(snapkeep: Terminal) -> None:
    snapkeep.set(BROWSER="no-such-browser", BLOBS_URL="ftp://nowhere")

    done = snapkeep("doctor", "--json")

    assert done.status == 1
    assert done.document["ok"] is False
    findings = {finding["part"]: finding for finding in done.document["findings"]}
    assert findings["database"]["ok"]
    assert not findings["browser"]["ok"]
    assert findings["blobs"]["cure"]
    assert done.complaint == "not well: browser, blobs"


def test_for_people_each_ill_part_shows_its_cure(snapkeep: Terminal) -> None:
    snapkeep.set(BROWSER="no-such-browser")

    done = snapkeep("doctor")

    assert "make setup" in done.out
    assert done.status == 1


def test_telegram_that_cannot_be_reached_is_a_finding(snapkeep: Terminal) -> None:
    snapkeep.set(BROWSER="no-such-browser", TELEGRAM_TOKEN="123456:ABC-DEF", TELEGRAM_API="http://127.0.0.1:9")

    done = snapkeep("doctor", "--json")

    token = next(finding for finding in done.document["findings"] if finding["part"] == "token")
    assert not token["ok"]
    assert "ABC-DEF" not in done.out + done.err


@pytest.mark.browser
@pytest.mark.slow
def test_whole_installation_is_well(snapkeep: Terminal) -> None:
    done = snapkeep("doctor", "--json")

    findings = {finding["part"]: finding["ok"] for finding in done.document["findings"]}
    walls = {"sandbox", "user", "network", "limits"}
    others = {"browser", "fonts", "readability", "database", "blobs", "files", "disk", "token"}
    assert findings.keys() == walls | others
    assert all(findings[wall] for wall in walls)
    assert findings["browser"]
    assert done.status == (0 if all(findings.values()) else 1)


def test_stored_files_that_nothing_needs_are_removed_by_fix(snapkeep: Terminal) -> None:
    snapkeep.set(BROWSER="no-such-browser")
    snapkeep("doctor")
    orphan = snapkeep.folder / "data/blobs/ab/cd" / ("abcd" + "0" * 60)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"nobody's")
    os.utime(orphan, (0, 0))

    found, fixed = snapkeep("doctor"), snapkeep("doctor", "--full", "--fix")

    assert "doctor --fix" in found.out
    assert "1 files that nothing needed were removed" in fixed.out
    assert not orphan.exists()
