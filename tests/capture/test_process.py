"""What a browser process leaves behind, and what it may know."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from capture.process import HOME_PREFIX, browser_environment, kill_tree, make_home


def test_home_of_a_killed_service_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left_over = tmp_path / f"{HOME_PREFIX}{ended.pid}-abc"
    of_another = tmp_path / f"{HOME_PREFIX}{os.getppid()}-abc"
    left_over.mkdir()
    of_another.mkdir()

    home = make_home()

    assert home.parent == tmp_path
    assert not left_over.exists()
    assert of_another.exists()


def test_home_that_names_no_living_service_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    nameless, fresh = tmp_path / f"{HOME_PREFIX}abcd", tmp_path / f"{HOME_PREFIX}efgh"
    of_an_earlier_process = tmp_path / f"{HOME_PREFIX}{os.getpid()}-abcd"
    for folder in (nameless, fresh, of_an_earlier_process):
        folder.mkdir()
    for folder in (nameless, of_an_earlier_process):
        os.utime(folder, (0, 0))

    make_home()

    assert not nameless.exists()
    assert not of_an_earlier_process.exists()
    assert fresh.exists()


def test_browser_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAPKEEP_API_TOKEN", "hush-hush")

    environment = browser_environment(tmp_path)

    assert environment["HOME"] == str(tmp_path)
    assert not any("hush-hush" in str(value) for value in environment.values())


def test_whole_family_of_a_process_is_ended() -> None:
    script = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).wait()"
    parent = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    process = psutil.Process(parent.pid)
    while not process.children():
        pass
    (child,) = process.children()

    kill_tree(process)

    parent.wait(5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
