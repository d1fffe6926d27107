"""Forms of people who are signed in, and of those who only pretend to be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer

from bot.web.failures import show_failures
from bot.web.forms import TOKEN_FIELD, read_form
from bot.web.ports import PORTS
from bot.web.server import build_app
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import make_ports
from tests.bot.web.visitors import FORM_TOKEN, Door, make_visitor, sign_in

TOKEN = {TOKEN_FIELD: FORM_TOKEN}


@asynccontextmanager
async def serve_form(blobs: FileBlobStore) -> AsyncIterator[str]:
    """A server with one form, which answers with what it read."""

    async def answer(request: web.Request) -> web.Response:
        form = await read_form(request)
        return web.json_response({"text": form.text("text"), "numbers": form.numbers("number")})

    app = web.Application(middlewares=[show_failures])
    whole = build_app(make_ports(blobs, {}, public_url="http://127.0.0.1", visitors=Door(make_visitor())))
    for key in whole:
        app[key] = whole[key]
    assert PORTS in app
    app.router.add_post("/form", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/form"))


async def test_form_of_our_own_page_is_read(blobs: FileBlobStore, client: ClientSession) -> None:
    sign_in(client)
    filled = FormData([*TOKEN.items(), ("text", "石头"), ("number", "7"), ("number", "8"), ("number", "7")])

    async with serve_form(blobs) as url, client.post(url, data=filled, headers={"Origin": "null"}) as answer:
        assert await answer.json() == {"text": "石头", "numbers": [7, 8]}


@pytest.mark.parametrize(
    ("headers", "fields", "status"),
    [
        ({}, {}, 403),
        ({}, {TOKEN_FIELD: "guessed"}, 403),
        ({}, {TOKEN_FIELD: "\ud800é"}, 403),
        ({"Origin": "https://evil.example"}, TOKEN, 403),
        ({"Sec-Fetch-Site": "cross-site"}, TOKEN, 403),
        ({"Content-Type": "text/plain"}, TOKEN, 415),
        ({}, {**TOKEN, "number": "-1"}, 400),
        ({}, {**TOKEN, "number": "9" * 40}, 400),
    ],
)
async def test_forged_and_senseless_forms_are_refused(
    blobs: FileBlobStore, client: ClientSession, headers: dict[str, str], fields: dict[str, str], status: int
) -> None:
    sign_in(client)
    text = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}

    async with serve_form(blobs) as url, client.post(url, data=text, headers=headers) as answer:
        assert answer.status == status


async def test_strangers_fill_in_nothing(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve_form(blobs) as url, client.post(url, data=TOKEN) as answer:
        assert answer.status == 404
