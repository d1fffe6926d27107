from bot.app import only_service
from tests.bot.commands.library import garden, harbour
from tests.terminal import Terminal


def test_library_goes_on_in_the_new_place_and_stays_in_the_old(snapkeep: Terminal) -> None:
    permalink = snapkeep.prepare(harbour)
    database, blobs = f"sqlite://{snapkeep.folder}/new/snapkeep.db", f"file://{snapkeep.folder}/new/blobs"

    moved = snapkeep("move", "--database", database, "--blobs", blobs)
    again = snapkeep("move", "--database", database, "--blobs", blobs)
    old = snapkeep("verify", permalink)
    snapkeep.set(DATABASE_URL=database, BLOBS_URL=blobs)
    new = snapkeep("verify", permalink)

    assert [done.status for done in (moved, again, old, new)] == [0, 0, 0, 0], moved.err + again.err
    assert "links: 1 rows" in moved.out
    assert "0 of them copied now" in again.out
    assert permalink in snapkeep("find", "harbour").out


def test_place_where_something_else_stands_a_running_service_and_no_place_are_said(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    database = f"sqlite://{snapkeep.folder}/new.db"
    with only_service(snapkeep.data):
        held = snapkeep("move", "--database", database)
    snapkeep.set(DATABASE_URL=database)
    snapkeep.prepare(garden)
    snapkeep.set(DATABASE_URL=f"sqlite://{snapkeep.data}/snapkeep.db")

    taken = snapkeep("move", "--database", database)

    assert (held.status, taken.status, snapkeep("move").status) == (1, 1, 2)
    assert "another Snapkeep" in held.complaint
    assert "move to an empty database" in taken.complaint
    assert "--blobs: expected" in snapkeep("move", "--blobs", "ftp://x").complaint


def test_bucket_that_does_not_answer_is_named_by_its_option_before_anything_moves(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)

    done = snapkeep("move", "--blobs", "s3+http://key:secret@127.0.0.1:9/bucket")

    assert done.status == 1
    assert done.complaint.startswith("--blobs: the bucket does not answer")
    assert "secret" not in done.err


def test_file_that_is_damaged_stays_behind_and_is_counted(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    damaged = next(path for path in (snapkeep.data / "blobs").rglob("*") if path.is_file())
    damaged.write_bytes(b"something else")

    done = snapkeep("move", "--blobs", f"file://{snapkeep.folder}/new")

    assert done.status == 1
    assert "1 files are damaged here" in done.complaint
