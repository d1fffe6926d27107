"""Installing Debian's packages, where we are allowed to."""

import functools
import os
import shutil

from scripts.shell import SetupFailed, complain, run

QUIET = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "l"}
WAIT_FOR_LOCK = ("-o", "DPkg::Lock::Timeout=300")  # another apt may be at work, as on a machine's first boot


def may_install() -> bool:
    """Whether this is a Debian or Ubuntu, and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(*names: str) -> None:
    """Install packages; raise `SetupFailed`."""
    update_lists()
    run(["apt-get", *WAIT_FOR_LOCK, "-qq", "install", "-y", "--no-install-recommends", *names], QUIET)


@functools.cache
def update_lists() -> None:
    """Fetch the newest lists of packages, once a set-up; old ones may do as well."""
    try:
        run(["apt-get", *WAIT_FOR_LOCK, "-qq", "update"], QUIET)
    except SetupFailed as failure:
        complain(f"  apt-get update had trouble, the lists at hand are used: {failure}")
