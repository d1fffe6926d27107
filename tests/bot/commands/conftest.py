"""The fixture of the command line's tests."""

from pathlib import Path

import pytest

from tests.terminal import Terminal


@pytest.fixture
def snapkeep(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """`snapkeep …` in a folder of its own."""
    return Terminal(tmp_path, migrated_file, monkeypatch, capsys)
