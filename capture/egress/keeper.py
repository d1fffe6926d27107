"""Keeps a network in which nothing is to be reached, and opens doors in it. A program: `python -IS keeper.py UID`.

Whoever starts it speaks to it through its standard input, a Unix socket: it sends the namespaces first (network, and
user where there is one), then a listening socket for every byte that it gets, and ends with its master.
"""

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS = 0x8914
IFF_UP_AND_RUNNING = 0x41


def main() -> None:
    """Make the network, tell where it is, and serve."""
    with socket.socket(fileno=os.dup(0)) as service:
        kinds = leave(int(sys.argv[1]))
        raise_loopback()
        spaces = [os.open(f"/proc/self/ns/{kind}", os.O_RDONLY) for kind in kinds]
        socket.send_fds(service, [b"n"], spaces)
        while service.recv(1):
            with socket.create_server(("127.0.0.1", 0)) as door:
                socket.send_fds(service, [b"d"], [door.fileno()])


def leave(uid: int) -> tuple[str, ...]:
    """Go to a network of our own; who may not simply do that, becomes its master in a user namespace first."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) == 0:
        return ("net",)
    if uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    own, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "no namespace")
    for name, line in (("setgroups", "deny"), ("uid_map", f"{own} {own} 1"), ("gid_map", f"{group} {group} 1")):
        Path(f"/proc/self/{name}").write_text(line, "ascii")
    return ("net", "user")


def raise_loopback() -> None:
    """A new network has not even itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP_AND_RUNNING))


if __name__ == "__main__":
    main()
