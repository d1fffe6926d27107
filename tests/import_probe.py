"""Imports every module named on standard input and prints, as JSON, what that did to the world.

Run as a program of its own, for an import happens only once in a process.
"""

import importlib
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path

OURS = ("bot", "capture", "models")
TELLING = ("socket.", "subprocess.", "os.mkdir", "os.remove", "os.rename", "os.putenv", "os.fork", "os.posix_spawn")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watcher:
    """Notes what happens while our modules are imported."""

    def __init__(self) -> None:
        self.module = ""
        self.effects: list[str] = []

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an audit event that an import must not cause."""
        if event.startswith(TELLING) and event != "socket.gethostname":
            self._note(event)
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            self._note(f"open {arguments[0]!r} for writing")

    def _note(self, what: str) -> None:
        if is_ours(sys._getframe(2)):
            self.effects.append(f"{self.module}: {what}")


def is_ours(frame: object) -> bool:
    """Whether a module of ours is at work there, its libraries' own start left aside."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)  # type: ignore[attr-defined]
        if "site-packages" in path.parts:
            return False
        if path.is_relative_to(Path.cwd()) and path.relative_to(Path.cwd()).parts[0] in OURS:
            return True
        frame = frame.f_back  # type: ignore[attr-defined]
    return False


def state() -> dict[str, object]:
    """What a module could have changed in passing."""
    root = logging.getLogger()
    return {
        "threads": threading.active_count(),
        "log handlers": [repr(handler) for handler in root.handlers],
        "log level": root.level,
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "signals": [str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)],
    }


def main() -> None:
    """Import them all."""
    watcher = Watcher()
    sys.addaudithook(watcher.hear)
    before = state()
    for name in sys.stdin.read().split():
        watcher.module = name
        importlib.import_module(name)
        watcher.effects += [f"{name}: {what}" for what, value in state().items() if value != before[what]]
        before = state()
    sys.stdout.write(json.dumps(watcher.effects))


main()
