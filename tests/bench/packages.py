"""What the benchmarks measure against, and layouts that were not written for us: packages of npm, pinned by a lock."""

import shutil
import subprocess
from pathlib import Path

from scripts.npm import OPTIONS, find_npm
from scripts.shell import ROOT

LOCKED = Path(__file__).parent / "packages"
FOLDER = ROOT / ".bench"
INSTALL_SECONDS = 300


def install_packages() -> Path | None:
    """Their folder, or None where they cannot be had."""
    modules = FOLDER / "node_modules"
    lock = LOCKED / "package-lock.json"
    if modules.is_dir() and (FOLDER / lock.name).read_bytes() == lock.read_bytes():
        return modules
    npm = find_npm() or shutil.which("npm", path=ROOT / ".venv/bin")
    if npm is None:
        return None
    FOLDER.mkdir(exist_ok=True)
    for name in ("package.json", lock.name):
        shutil.copyfile(LOCKED / name, FOLDER / name)
    try:
        subprocess.run([npm, *OPTIONS], cwd=FOLDER, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(FOLDER, ignore_errors=True)
        return None
    return modules
