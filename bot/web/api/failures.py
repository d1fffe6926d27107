"""What the API says when something is not as it should be: always `{error: {code, message}}`."""

from collections.abc import Mapping

from aiohttp import web

from bot.errors import InvalidRequest
from bot.views.addresses import host_of
from bot.views.errors import error_text
from bot.web.pages import translator_of

_CODES = {
    400: "bad_request",
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    500: "internal",
}
_REFUSALS = {"queue_full": 429, "daily_limit": 429, "storage_full": 507, "disk_full": 507}


class ApiFailure(Exception):
    """An answer that is no success; `detail` goes after the sentence."""

    def __init__(self, status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def describe_failure(request: web.Request, failure: ApiFailure) -> web.Response:
    """The answer to a request that cannot be done."""
    status = failure.status if failure.status in _CODES else 400
    sentence = translator_of(request).text(f"api.error.{_CODES[status]}")
    return _answer(failure.status, _CODES[status], f"{sentence} {failure.detail}".rstrip(), failure.headers)


def describe_refusal(request: web.Request, refusal: InvalidRequest, url: str) -> web.Response:
    """The answer to a link that is not taken, in the chat's own sentence."""
    sentence = error_text(refusal.sentence, translator_of(request), **{"site": host_of(url), **refusal.values})
    return _answer(_REFUSALS.get(refusal.sentence, 422), refusal.sentence, sentence, {})


def _answer(status: int, code: str, message: str, headers: Mapping[str, str]) -> web.Response:
    return web.json_response(
        {"error": {"code": code, "message": message}},
        status=status,
        headers={"Cache-Control": "no-store", "Vary": "Accept-Language", **headers},
    )
