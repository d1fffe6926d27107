"""/healthz says that the process answers; /readyz says whether it can do its work, and names what cannot."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.web.ports import PORTS

log = logging.getLogger(__name__)

_CHECK_SECONDS = 5

Check = Callable[[], Awaitable[None]]


async def show_alive(_request: web.Request) -> web.Response:
    """Answer as long as the process does."""
    return web.json_response({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def show_ready(request: web.Request) -> web.Response:
    """Run every check at once; 503 and the names of those that did not pass."""
    failures = await run_checks(request.app[PORTS].checks)
    document = {
        "status": "not ready" if failures else "ready",
        "failing": sorted(failures),
        "checks": {name: "failing" if name in failures else "ok" for name in sorted(request.app[PORTS].checks)},
    }
    return web.json_response(document, status=503 if failures else 200, headers={"Cache-Control": "no-store"})


async def run_checks(checks: Mapping[str, Check], seconds: float = _CHECK_SECONDS) -> dict[str, BaseException]:
    """The checks that failed and why; the reason is for the log, never for a visitor."""
    # Whatever a check raises means "not ready", so the errors are gathered as values.
    outcomes = await asyncio.gather(*(_run_check(check, seconds) for check in checks.values()), return_exceptions=True)
    failures = {name: error for name, error in zip(checks, outcomes, strict=True) if error is not None}
    for name, error in failures.items():
        log.warning("not ready", extra={"check": name, "reason": repr(error)})
    return failures


async def _run_check(check: Check, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await check()
