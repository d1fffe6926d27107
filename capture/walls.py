"""What stands between the browser and this machine, as far as the machine allows it."""

import os
import pwd
import shlex
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from capture.egress.namespace import Namespace, open_namespace

ENTER = Path(__file__).with_name("enter.py")
SPARE_USERS = range(60_706, 61_184)  # systemd, "Users, Groups, UIDs and GIDs": given to nobody


@dataclass(frozen=True, slots=True)
class Walls:
    """Which walls stand around a browser."""

    user: int  # that it runs as, where that is not ours; else 0
    namespace: Namespace | None
    has_sandbox: bool = True

    @property
    def is_root(self) -> bool:
        """Whether the browser is as mighty as root."""
        return os.geteuid() == 0 and not self.user

    async def close(self) -> None:
        """Take down what needs taking down."""
        if self.namespace is not None:
            await self.namespace.close()


async def raise_walls(path: Path, home: Path) -> Walls:
    """Put up whatever can be put up around a browser with this home."""
    user = choose_user(path, home)
    namespace = await open_namespace(user) if sys.platform == "linux" else None
    return Walls(user, namespace, has_sandbox=os.geteuid() != 0 or user != 0)


def choose_user(path: Path, home: Path) -> int:
    """Somebody without any rights, where we are root and such a one can start the browser; else 0."""
    if os.geteuid() or not (is_open_to_all(path) and all(leads_on(folder) for folder in home.resolve().parents)):
        return 0
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next((uid for uid in SPARE_USERS if uid not in taken), 0)


def is_open_to_all(path: Path) -> bool:
    """Whether anybody may read and start a program."""
    mode = path.resolve().stat().st_mode
    is_open = bool(mode & stat.S_IROTH) and bool(mode & stat.S_IXOTH)
    return is_open and all(leads_on(folder) for folder in path.resolve().parents)


def leads_on(folder: Path) -> bool:
    """Whether anybody may pass through a folder."""
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def write_launcher(path: Path, home: Path, walls: Walls) -> Path:
    """The program that the driver starts in the browser's place; the home becomes the browser's own."""
    network, user = (*(walls.namespace.paths if walls.namespace else ()), "-", "-")[:2]
    command = (sys.executable, "-I", "-S", str(ENTER), str(walls.user), network, user, str(path))
    launcher = home / "launch"
    launcher.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
    launcher.chmod(0o755)
    if walls.user:
        os.chown(home, walls.user, walls.user)
    return launcher
