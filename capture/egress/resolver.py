"""From a name to addresses that may be dialled: every answer is judged, and one bad one spoils the name."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from ipaddress import ip_address
from socket import SOCK_STREAM, gaierror, getaddrinfo

from capture.egress.endpoint import Address, Endpoint
from capture.egress.policy import EgressPolicy, unwrap
from capture.errors import NameNotFound, Refused

Resolver = Callable[[str], Awaitable[Sequence[Address]]]
"""Asks for the addresses of a name; raises `NameNotFound`. The caller sets the deadline."""

LOOKUP_THREADS = 4


async def resolve(endpoint: Endpoint, policy: EgressPolicy, resolver: Resolver) -> tuple[Address, ...]:
    """Get the addresses to dial an endpoint at; raise `Refused` where any of its answers is denied."""
    if not policy.permits_port(endpoint.port):
        raise Refused(f"port {endpoint.port} is not open")
    answers = [endpoint.literal] if endpoint.literal is not None else await resolver(endpoint.host)
    addresses = tuple(dict.fromkeys(unwrap(answer) for answer in answers))
    if not addresses:
        raise NameNotFound(f"{endpoint.host} has no address")
    if not all(policy.permits(address, endpoint.port) for address in addresses):
        raise Refused(f"{endpoint} leads where captures may not go")
    return addresses


@asynccontextmanager
async def open_system_resolver() -> AsyncIterator[Resolver]:
    """Ask the operating system, on threads of its own.

    A hostile page's name servers can hold a thread for half a minute; not one of those of `to_thread`.
    """
    threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="snapkeep-names")

    async def look_up(host: str) -> Sequence[Address]:
        return await asyncio.get_running_loop().run_in_executor(threads, _ask_system, host)

    try:
        yield look_up
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _ask_system(host: str) -> tuple[Address, ...]:
    try:
        answers = getaddrinfo(host.encode("ascii"), None, type=SOCK_STREAM)  # bytes: no second IDNA encoding
    except (gaierror, UnicodeError) as error:
        raise NameNotFound(f"{host}: {error}") from error
    return tuple(ip_address(sockaddr[0]) for *_, sockaddr in answers)
