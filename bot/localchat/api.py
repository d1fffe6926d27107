"""The Bot API over HTTP: the token, the method, the answer or the error, and what is on record of it."""

import hmac
import json
from collections import deque

from aiohttp import web

from bot.localchat.calls import Params, RecordedCall, read_params
from bot.localchat.errors import AnswerGarbled, ApiError, ConnectionDropped, bad_request
from bot.localchat.faults import Faults
from bot.localchat.methods import METHODS, is_known_to_telegram
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json, JsonValue

_KEPT_CALLS = 5000
_GARBAGE = b"\xff\x00<html>no answer"


class BotApi:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, board: Switchboard, token: str, faults: Faults) -> None:
        self.calls: deque[RecordedCall] = deque(maxlen=_KEPT_CALLS)
        self._board = board
        self._token = token
        self._faults = faults
        self._open: list[web.Request] = []

    def add_routes(self, app: web.Application) -> None:
        """Mount it."""
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        app.router.add_route("*", "/bot{tail:.*}", self.refuse)
        app.router.add_get("/file/bot{token}/{folder}/{name}", self.send_file)

    def drop_all(self) -> None:
        """Close every connection that waits for an answer."""
        for request in self._open:
            _abort(request)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        self._open.append(request)
        try:
            return await self._answer(request)
        except ConnectionDropped:
            _abort(request)
            return web.Response()  # goes nowhere
        except AnswerGarbled:
            return web.Response(body=_GARBAGE, content_type="application/json")
        finally:
            self._open = [other for other in self._open if other is not request]

    async def refuse(self, _: web.Request) -> web.Response:
        """A path that is no call."""
        return _failure(ApiError(404, "Not Found"))

    async def send_file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, by the path that getFile gave."""
        if self._faults.is_down:
            _abort(request)
            return web.Response()
        file = self._board.files.find(request.match_info["name"].removesuffix(".jpg"))
        if not self._is_token(request.match_info["token"]) or file is None:
            return _failure(ApiError(404, "Not Found"))
        headers = {"Content-Type": "application/octet-stream"}
        return web.FileResponse(self._board.files.path(file), headers=headers)

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["method"].lower()
        call = RecordedCall(request.match_info["method"], {}, {})
        try:
            if not self._is_token(request.match_info["token"]):
                raise _token_refusal(request.match_info["token"])
            params = await read_params(request)
            call.params = dict(params.fields)
            call.files = {key: len(upload.content) for key, upload in params.files.items()}
            if name != "getupdates":  # polls would fill the record
                self.calls.append(call)
            await self._faults.before(name)
            result = await self._run(name, params)
            self._faults.after(name)
        except ApiError as error:
            self._faults_or_drop()
            call.status, call.description = error.status, error.description
            return _failure(error)
        call.status = 200
        return web.json_response({"ok": True, "result": result})

    async def _run(self, name: str, params: Params) -> JsonValue:
        method = METHODS.get(name)
        if method is not None:
            return await method(self._board, params)
        if is_known_to_telegram(name):
            # Not 404: python-telegram-bot reads that as a wrong token and stops.
            raise bad_request(f"the local chat has no method {name}")
        raise ApiError(404, "Not Found: method not found")

    def _faults_or_drop(self) -> None:
        if self._faults.is_down:
            raise ConnectionDropped

    def _is_token(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())


def _token_refusal(token: str) -> ApiError:
    bot_id, _, secret = token.partition(":")
    if not bot_id.isdigit() or not secret:
        return ApiError(404, "Not Found")
    return ApiError(401, "Unauthorized")


def _failure(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(text=json.dumps(body), status=error.status, content_type="application/json", headers=headers)


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
