"""A machine of its own for the set-up: a copy of the scripts, and a PATH on which only what a test put there is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"


class Machine:
    """A folder that looks like a fresh clone."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.bin = folder / "bin"
        self.bin.mkdir()
        shutil.copytree(SCRIPTS, self.root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (self.root / "uv.lock").write_text("")
        (self.root / "pyproject.toml").write_text("")
        self.add_command(".venv/bin/python", "", folder=self.root)

    def add_command(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Put a command on the PATH, or elsewhere."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def add_playwright_browser(self) -> Path:
        """Let Playwright have downloaded its browser."""
        folder = self.root / "cache/chromium_headless_shell-1"
        browser = self.add_command("shell/chrome-headless-shell", "", folder)
        (folder / "INSTALLATION_COMPLETE").touch()
        self.add_command(".venv/bin/python", f'echo "  Install location:    {folder}"', self.root)
        return browser

    def run(self, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a piece of Python in the clone, with this machine's PATH."""
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.root,
            env={"PATH": f"{self.bin}", "HOME": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def is_root() -> bool:
    """Whether the tests run as root, as they do in many containers."""
    return os.geteuid() == 0
