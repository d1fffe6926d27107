"""Saying what the set-up does, and running its commands."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT_TAIL_LINES = 15


class SetupFailed(Exception):
    """The set-up cannot go on; its text says what could not be done and how to mend it."""


def say(text: str) -> None:
    """Tell the person one line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Tell the person one line about trouble."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def otherwise(advice: str) -> Iterator[None]:
    """Where what is inside fails, show its details and end the set-up with this one line."""
    try:
        yield
    except SetupFailed as failure:
        complain(f"  {failure}")
        raise SetupFailed(advice) from failure


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, seconds: float | None = None) -> str:
    """Run a command and return its standard output; raise `SetupFailed` with the end of what it printed."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # noqa: S603  the commands are this folder's own, never a person's text
            words,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        raise SetupFailed(f"{words[0]} could not be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise SetupFailed(f"{words[0]} gave no answer within {seconds:.0f} seconds") from error
    if done.returncode:
        tail = (done.stdout + done.stderr).strip().splitlines()[-OUTPUT_TAIL_LINES:]
        raise SetupFailed("\n".join([f"`{' '.join(words)}` failed with status {done.returncode}:", *tail]))
    return done.stdout
