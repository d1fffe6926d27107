import logging
from pathlib import Path

import pytest

from bot.__main__ import fail, run
from bot.errors import RetryLater, StartFailed
from capture.errors import NameNotFound
from models.errors import NotFound
from tests.terminal import Terminal


@pytest.fixture
def snapkeep(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(tmp_path, migrated_file, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["link", "https://example.com/"], 0),
        (["link", "ftp://example.com/"], 1),
        (["show", "no-such-permalink"], 1),
        ([], 2),
        (["dance"], 2),
        (["link"], 2),
        (["show", "--colour", "x"], 2),
    ],
)
def test_exit_status(snapkeep: Terminal, arguments: list[str], status: int) -> None:
    done = snapkeep(*arguments)

    assert done.status == status
    assert bool(done.err) == (status != 0)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StartFailed("SNAPKEEP_PORT: taken"), "SNAPKEEP_PORT: taken"),
        (NotFound("row 7"), "not here"),
        (NameNotFound("net::ERR"), "could not be found"),
        (ExceptionGroup("loops", [ExceptionGroup("chat", [StartFailed("the token")])]), "the token"),
        (ExceptionGroup("loops", [StartFailed("the token"), StartFailed("the token")]), "the token"),
    ],
)
def test_what_somebody_can_mend_is_one_line(
    error: Exception, words: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert fail(error) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert caplog.records == []


def test_two_different_mistakes_are_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    fail(ExceptionGroup("loops", [StartFailed("one"), RetryLater("two", 1)]))

    assert capsys.readouterr().err.splitlines() == ["one", "two"]


def test_fault_of_ours_is_logged_with_its_traceback(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert fail(ExceptionGroup("loops", [StartFailed("the token"), ZeroDivisionError("ours")])) == 1

    assert "ZeroDivisionError: ours" in caplog.text
    assert caplog.records[0].levelno == logging.CRITICAL, "single commands log nothing less"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATABASE_URL": "mysql://nowhere"}, "SNAPKEEP_DATABASE_URL: "),
        ({"BLOBS_URL": "ftp://nowhere"}, "SNAPKEEP_BLOBS_URL: "),
        ({"BLOBS_URL": "file://{folder}/a-file"}, "SNAPKEEP_BLOBS_URL: "),
        ({"DATA_DIR": "{folder}/a-file"}, "SNAPKEEP_DATA_DIR: "),
        ({"DATA_DIR": "{folder}/a-file/below"}, "SNAPKEEP_DATA_DIR: "),
        ({"PORT": "eighty"}, "SNAPKEEP_PORT: "),
        ({"COLOUR": "red"}, "SNAPKEEP_COLOUR: "),
    ],
)
def test_setting_that_does_not_work_is_named_in_one_line(
    snapkeep: Terminal, settings: dict[str, str], words: str
) -> None:
    (snapkeep.folder / "a-file").touch()
    snapkeep.set(**{name: value.format(folder=snapkeep.folder) for name, value in settings.items()})

    done = snapkeep("find", "--json", "x")

    assert (done.status, done.out) == (1, "")
    assert done.complaint.startswith(words)


def test_database_of_a_newer_program_is_refused(snapkeep: Terminal) -> None:
    (snapkeep.data / "snapkeep.db").write_bytes(b"no database " * 1000)

    done = snapkeep("find", "x")

    assert done.status == 1
    assert done.complaint.startswith("SNAPKEEP_DATABASE_URL: ")


def test_nothing_is_read_from_the_process_own_arguments() -> None:
    assert run(["link", "https://example.com/"]) == 0
