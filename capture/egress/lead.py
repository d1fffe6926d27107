"""Where an address leads by its redirects alone: asked through a gate, and no further than whoever asks wants to go."""

import asyncio
from collections.abc import Callable

from capture.egress.fetch import follow
from capture.egress.policy import EgressPolicy
from capture.egress.proxy import open_gate
from capture.egress.resolver import Resolver
from capture.errors import CaptureError

SECONDS = 3.0  # somebody waits for the acknowledgement meanwhile
_MAX_BYTES = 512 * 1024  # of all hops together


async def find_lead(
    policy: EgressPolicy,
    url: str,
    ask_next: Callable[[str], str | None],
    *,
    resolver: Resolver | None = None,
    seconds: float = SECONDS,
) -> str:
    """The address that another one leads to; itself where nobody says so in time.

    `ask_next` names what to ask for an address that was reached, or nothing where the way ends.
    """
    try:
        async with asyncio.timeout(seconds), open_gate(policy, resolver=resolver, max_bytes=_MAX_BYTES) as gate:
            return await follow(gate, url, ask_next)
    except (CaptureError, OSError):  # TimeoutError is one too
        return url
