"""aiohttp's connections, with answers to unreadable requests that bear our headers and fill no log.

aiohttp answers such requests beside the application: with its and Python's version in the `Server` header,
and a traceback in the log for each, although it is strangers who send them.
"""

import logging

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.web.security import page_headers

log = logging.getLogger(__name__)


class QuietConnection(web.RequestHandler):
    """A connection whose unreadable requests are answered in one plain line."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer; what is no fault of the visitor's still goes to the log."""
        if not isinstance(exc, HttpProcessingError):
            return super().handle_error(request, status, exc, message)
        log.debug("unreadable request", exc_info=exc)
        headers = {**page_headers(), "Server": "snapkeep"}  # without one aiohttp adds its own
        response = web.Response(status=status, text="This request cannot be read.\n", headers=headers)
        response.force_close()
        return response


class _QuietServer(web.Server):
    def __call__(self) -> web.RequestHandler:
        return QuietConnection(self, loop=self._loop, **self._kwargs)


class QuietRunner(web.AppRunner):
    """Runs an application over quiet connections."""

    __slots__ = ()

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        return _QuietServer(server.request_handler, request_factory=server.request_factory, **self._kwargs)
