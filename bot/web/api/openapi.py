"""The API's own description, made of the same models that read the requests."""

from aiohttp import web
from pydantic.json_schema import models_json_schema

from bot import __version__
from bot.web.api.shapes import Change, Failure, Libraries, LinkList, LinkShape, NewLink
from bot.web.documents import Document
from bot.web.ports import PORTS

_REF = "#/components/schemas/{model}"
_REASONS = {
    "400": "The body cannot be read.",
    "401": "No token, or one that is worth nothing.",
    "404": "No such link in this library.",
    "413": "The body is too large.",
    "415": "A type of body that is not taken here.",
    "422": "Something in it makes no sense; the message says what.",
    "429": "Too many requests, or a quota is used up.",
    "507": "The storage of this library is full.",
}


async def show_openapi(request: web.Request) -> web.Response:
    """GET /api/openapi.json."""
    return web.json_response(describe_api(request.app[PORTS].public_url))


def describe_api(public_url: str) -> Document:
    """The OpenAPI document."""
    modes = [(shape, "validation") for shape in (NewLink, Change, LinkShape, LinkList, Libraries, Failure)]
    _, schemas = models_json_schema(modes, ref_template=_REF)  # type: ignore[arg-type]  # a list is invariant
    return {
        "openapi": "3.1.0",
        "info": {"title": "Snapkeep", "version": __version__, "description": "Libraries of kept pages."},
        "servers": [{"url": public_url}],
        "security": [{"token": []}],
        "paths": {"/api/links": _many(), "/api/links/{id}": _one(), "/api/libraries": _libraries()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _many() -> Document:
    post = _operation("Keep a link", {"201": "LinkShape", "200": "LinkShape"}, "400 401 404 413 415 422 429 507")
    get = _operation("List or find links", {"200": "LinkList"}, "401 404 422 429")
    number = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    library = _parameter("library", number, "Which of /api/libraries; your own where it is left out")
    post["parameters"] = [library]
    limit = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    get["parameters"] = [
        _parameter("q", {"type": "string"}, "As in the chat: words, #tags, site:, before:, after:, is:"),
        _parameter("limit", limit, "Links a page"),
        library,
        _parameter("cursor", {"type": "string"}, "`next_cursor` of the page before"),
    ]
    return {"post": post | _body("NewLink"), "get": get}


def _libraries() -> Document:
    return {"get": _operation("List the libraries that are yours to work in", {"200": "Libraries"}, "401 429")}


def _one() -> Document:
    number = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    place = {"name": "id", "in": "path", "required": True, "schema": number}
    patch = _operation("Replace tags and note", {"200": "LinkShape"}, "400 401 404 413 415 422 429")
    delete = _operation("Delete a link; its permalinks close", {"204": ""}, "401 404 422 429")
    for_good = "Not into the bin: nothing brings it back, rows and files go within a minute"
    delete["parameters"] = [_parameter("for_good", {"type": "boolean", "default": False}, for_good)]
    return {
        "parameters": [place],
        "get": _operation("One link", {"200": "LinkShape"}, "401 404 429"),
        "patch": patch | _body("Change"),
        "delete": delete,
    }


def _operation(summary: str, successes: dict[str, str], failures: str) -> Document:
    answers = {status: _answer("Done.", model) for status, model in successes.items()}
    answers |= {status: _answer(_REASONS[status], "Failure") for status in failures.split()}
    return {"summary": summary, "responses": answers}


def _answer(text: str, model: str) -> Document:
    return {"description": text, "content": _json(model)} if model else {"description": text}


def _body(model: str) -> Document:
    return {"requestBody": {"required": True, "content": _json(model)}}


def _json(model: str) -> Document:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}


def _parameter(name: str, schema: Document, text: str) -> Document:
    return {"name": name, "in": "query", "schema": schema, "description": text}
