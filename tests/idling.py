"""Files that nobody has put for a while."""

import os
import time
from pathlib import Path


def make_idle(folder: Path, name: str, seconds: float) -> None:
    """Let a blob in that folder look as if it was last put so long ago."""
    then = time.time() - seconds
    os.utime(folder / name[:2] / name[2:4] / name, (then, then))
