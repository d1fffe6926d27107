import pytest

from bot.app import only_service
from tests.bot.commands.library import garden, harbour
from tests.terminal import Terminal


def test_backup_comes_back_whole_in_an_empty_place(snapkeep: Terminal) -> None:
    permalink = snapkeep.prepare(harbour)
    (snapkeep.data / "localchat").mkdir()
    (snapkeep.data / "localchat" / "secrets.json").write_text("{}")
    made = snapkeep("backup", "all.tar.gz")
    snapkeep.set(DATA_DIR=str(snapkeep.folder / "other"))

    done = snapkeep("restore", "all.tar.gz")

    assert (made.status, done.status) == (0, 0), done.err
    assert snapkeep("verify", permalink).status == 0
    assert (snapkeep.folder / "other" / "localchat" / "secrets.json").read_text() == "{}"


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_damaged_backup_changes_nothing(snapkeep: Terminal, cut: float) -> None:
    permalink = snapkeep.prepare(harbour)
    snapkeep("backup", "all.tar")
    backup = snapkeep.folder / "all.tar"
    content = bytearray(backup.read_bytes())
    content[int(len(content) * cut * 0.9)] ^= 255
    backup.write_bytes(content[: int(len(content) * cut)])

    done = snapkeep("restore", "all.tar", "--force")

    assert done.status == 1
    assert "all.tar" in done.complaint
    assert snapkeep("verify", permalink).status == 0


def test_links_that_are_there_and_a_running_service_are_in_the_way(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    snapkeep("backup", "all.tar")
    later = snapkeep.prepare(garden)
    refused = snapkeep("restore", "all.tar")
    with only_service(snapkeep.data):
        held = snapkeep("restore", "all.tar", "--force")
    kept = snapkeep("show", later)

    done = snapkeep("restore", "all.tar", "--force")

    assert "--force" in refused.complaint
    assert "another Snapkeep" in held.complaint
    assert (refused.status, held.status, kept.status, done.status) == (1, 1, 0, 0)
    assert snapkeep("show", later).status == 1


def test_backup_that_is_there_is_not_written_over(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    assert snapkeep("backup", "all.tar").status == 0

    assert "--force" in snapkeep("backup", "all.tar").complaint
    assert snapkeep("backup", "all.tar", "--force").status == 0
