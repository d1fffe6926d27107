"""What a visitor sees when there is nothing to see: one clear page, whatever went wrong."""

import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.origins import is_content_host, say_plainly
from bot.web.pages import show_page, translator_of
from models.errors import NotFound

log = logging.getLogger(__name__)

_EXPLAINED = (403, 404, 405, 413, 500, 503)
_NO_STORE = "no-store"


@web.middleware
async def show_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what handlers raise into pages; the unforeseen is logged once and shows nothing of itself."""
    try:
        return await handler(request)
    except web.HTTPException as failure:
        if failure.status < 400:
            raise
        return _show(request, failure.status, failure.headers.get("Allow", ""))
    except NotFound:
        return _show(request, 404)
    except Exception:  # one of the five doors
        log.exception("request failed", extra={"permalink": request.match_info.get("p", "")})
        if request.writer.output_size > 0 and request.transport is not None:
            request.transport.abort()  # the answer has begun: only a cut connection says that it is not whole
        return _show(request, 500)


def _show(request: web.Request, status: int, allow: str = "") -> web.Response:
    if is_content_host(request):
        return say_plainly(status)
    kind = status if status in _EXPLAINED else 400
    response = _show_document(request, kind, status) if _wants_json(request) else _show_page(request, kind, status)
    if allow:
        response.headers["Allow"] = allow
    return response


def _show_page(request: web.Request, kind: int, status: int) -> web.Response:
    return show_page(request, "failure.html", status=status, cache=_NO_STORE, kind=kind)


def _show_document(request: web.Request, kind: int, status: int) -> web.Response:
    codes = {
        400: "bad_request",
        403: "forbidden",
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
        500: "internal",
        503: "busy",
    }
    message = translator_of(request).text(f"web.failure.{kind}.title")
    return web.json_response(
        {"error": {"code": codes[kind], "message": message}},
        status=status,
        headers={"Cache-Control": _NO_STORE, "Vary": "Accept-Language"},
    )


def _wants_json(request: web.Request) -> bool:
    return request.path.endswith(".json") or request.path.startswith("/api/")
