"""A disk that is quickly full: a small tmpfs, which only root may mount."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

import pytest

BLOCK = b"\0" * 65536


class SmallDisk:
    """A mounted folder, and a file beside what is in it that takes all the room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leaving: int = 0) -> None:
        """Take all the room that is left, but for so many bytes."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                for size in (len(BLOCK), 512):
                    while self.free > leaving:
                        ballast.write(BLOCK[:size])
            except OSError as error:
                if error.errno != ENOSPC:
                    raise

    def make_room(self) -> None:
        """Give it back."""
        self._ballast.unlink()

    @property
    def free(self) -> int:
        """Bytes that are free."""
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize


@contextmanager
def mount_small_disk(folder: Path, mebibytes: int) -> Iterator[SmallDisk]:
    """Mount it; the test is skipped where nobody lets us."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={mebibytes}m", "snapkeep-test", str(folder)]
    try:
        subprocess.run(["mount", *options], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or str(error)
        pytest.skip(f"no small disk can be mounted here, which root may: {reason.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
