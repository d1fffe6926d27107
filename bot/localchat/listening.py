"""Finds ports to listen on and serves applications there."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

SHUTDOWN_SECONDS = 0.02  # long polls and event streams would never end by themselves


def bind(host: str, *ports: int) -> socket.socket:
    """A socket on the first of the ports that is free, else on any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in [*filter(None, ports), 0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # only this tells a port that another program has bound already
        except OSError:
            listener.close()
            if port == 0:
                raise
        else:
            return listener
    raise AssertionError("unreachable: the last port is any")


@asynccontextmanager
async def serve(app: web.Application, listener: socket.socket) -> AsyncIterator[str]:
    """Serve the application on the socket while the block runs; gives the root of its addresses."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        host, port = listener.getsockname()[:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        await runner.cleanup()
