"""The table of routes."""

from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession

from bot.web.server import ROUTES, serve_web
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import GIVEN, PERMALINK_ID, make_ports


async def test_every_route_answers_under_a_header_set_of_ours(blobs: FileBlobStore, client: ClientSession) -> None:
    ports = make_ports(blobs, {PERMALINK_ID: GIVEN})

    async with serve_web(ports, "127.0.0.1", 0) as url:
        for path, _handler in ROUTES:
            filled = path.replace("{p:[A-Za-z0-9_-]{16,64}}", PERMALINK_ID).replace("{name}", "style.css")
            async with client.get(url + filled.replace("{kind:article|page|pdf|wacz|file}", "page")) as answer:
                assert answer.status in {200, 404}
                assert "'none'" in answer.headers["Content-Security-Policy"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Server" not in answer.headers


async def test_port_that_is_taken_is_an_error(blobs: FileBlobStore) -> None:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serve_web(make_ports(blobs, {}), "127.0.0.1", 0))
        with pytest.raises(OSError, match="address already in use"):
            await stack.enter_async_context(serve_web(make_ports(blobs, {}), "127.0.0.1", int(url.rpartition(":")[2])))
