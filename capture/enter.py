"""Becomes the browser, behind all walls: `python -IS enter.py UID NETWORK USER BROWSER ARGUMENTS…`.

UID 0 stays who it is; NETWORK and USER are paths of namespaces, or `-`.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
NICENESS = 5  # the chat is answered first
OOM_SCORE = "600"  # where memory runs out all the same, the browser goes first
PROFILE = "--user-data-dir="


def main() -> None:
    """Go in, and start the browser there."""
    uid, network, user, *command = sys.argv[1:]
    spaces = [os.open(path, os.O_RDONLY) for path in (user, network) if path != "-"]
    give_profile(int(uid), command)
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, "ascii")
    if user == "-":  # a network without an owner: only root goes there
        enter(spaces)
        become(int(uid))
    else:
        become(int(uid))
        enter(spaces)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))  # no driver, no browser
    os.execv(command[0], command)  # noqa: S606 - the browser, as the driver wants it started


def give_profile(uid: int, command: list[str]) -> None:
    """The folder that the driver has just made becomes the browser's own."""
    for argument in command:
        if uid and argument.startswith(PROFILE):
            os.chown(argument.removeprefix(PROFILE), uid, uid)


def become(uid: int) -> None:
    """Be that user from now on."""
    if uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


def enter(spaces: list[int]) -> None:
    """Go into the namespaces."""
    libc = ctypes.CDLL(None, use_errno=True)
    for space in spaces:
        if libc.setns(space, 0):
            raise OSError(ctypes.get_errno(), "cannot enter the browser's network")
        os.close(space)


if __name__ == "__main__":
    main()
