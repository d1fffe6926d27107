"""Who calls, and how often: the door of everything under /api."""

import asyncio
import time
from collections import deque

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.services.calling import Caller
from bot.web.api.failures import ApiFailure, describe_failure
from bot.web.ports import PORTS
from models.errors import NotFound

PREFIX = "/api"
OPEN_PATH = f"{PREFIX}/openapi.json"  # says nothing that the README does not say
CALLER = web.RequestKey("caller", Caller)
_MINUTE = 60.0
_SECONDS = 10
_MOST_TOKEN = 512


class Pace:
    """Counts the requests of each person within the last minute. Only tokens that are worth something are counted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._moments: dict[str, deque[float]] = {}

    def take(self, key: str, now: float) -> float:
        """Count one request; how many seconds to wait where it is one too many, else 0."""
        moments = self._moments.setdefault(key, deque())
        while moments and moments[0] <= now - _MINUTE:
            moments.popleft()
        if len(moments) >= self._most:
            return moments[0] + _MINUTE - now
        moments.append(now)
        return 0.0


PACE = web.AppKey("pace", Pace)


@web.middleware
async def guard_api(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in who has a token, and answer in JSON; the unforeseen goes on to the door of the whole web."""
    if request.path != PREFIX and not request.path.startswith(f"{PREFIX}/"):
        return await handler(request)
    try:
        await _admit(request)
        return await handler(request)
    except ApiFailure as failure:
        return describe_failure(request, failure)
    except NotFound:
        return describe_failure(request, ApiFailure(404))
    except web.HTTPException as failure:
        allow = {"Allow": failure.headers["Allow"]} if "Allow" in failure.headers else {}
        return describe_failure(request, ApiFailure(failure.status, headers=allow))


async def _admit(request: web.Request) -> None:
    callers = request.app[PORTS].callers
    if callers is None:
        raise ApiFailure(404)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else ""
    async with asyncio.timeout(_SECONDS):
        caller = await callers(token[:_MOST_TOKEN])  # even nobody's: it says so where there is no API
    if request.path == OPEN_PATH:
        return
    if caller is None:
        raise ApiFailure(401, headers={"WWW-Authenticate": 'Bearer realm="snapkeep"'})
    if wait := request.app[PACE].take(caller.token_key, time.monotonic()):
        raise ApiFailure(429, headers={"Retry-After": str(int(wait) + 1)})
    request[CALLER] = caller
