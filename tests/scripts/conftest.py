"""Fixtures of the set-up's tests."""

from pathlib import Path

import pytest

from tests.scripts.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A fresh clone on a machine that has nothing."""
    return Machine(tmp_path)
