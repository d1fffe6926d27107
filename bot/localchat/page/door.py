"""Who may see the page: whoever has the key, from the page itself."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

_MARK = "X-Local-Chat"  # a foreign site cannot send it without asking first
_YEAR_SECONDS = 365 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """Checks the key."""

    def __init__(self, key: str) -> None:
        self._key = key
        # Cookies do not tell ports apart: two local chats on one machine need two names.
        self._cookie = f"snapkeep_local_chat_{hashlib.sha256(key.encode()).hexdigest()[:8]}"

    def guard(self, handler: Handler) -> Handler:
        """The handler, for those with the key alone."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._is_key(request.cookies.get(self._cookie, "")):
                raise web.HTTPForbidden(text="Open the address that was printed at the start; it has the key.\n")
            if request.method == "POST" and _MARK not in request.headers:
                raise web.HTTPForbidden(text="not from the page\n")
            return await handler(request)

        return guarded

    def let_in(self, request: web.Request) -> web.Response | None:
        """The answer to an address with a key: a cookie and the clean address; None where there is no key."""
        if "key" not in request.query:
            return None
        if not self._is_key(request.query["key"]):
            raise web.HTTPForbidden(text="This key does not fit; take the address that was printed last.\n")
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._key, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict", path="/")
        return response

    def _is_key(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self._key.encode())


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Nothing foreign runs or is loaded on the page."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
