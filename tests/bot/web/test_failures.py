"""What a visitor sees when something is not there or goes wrong."""

import logging

import pytest
from aiohttp import ClientSession, web

from bot.services.cards import SnapshotCard
from bot.web.connections import QuietRunner
from bot.web.security import page_headers
from bot.web.server import build_app
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, make_ports, serve

UNKNOWN = "A" * 22


async def fall_over(_permalink_id: str) -> SnapshotCard:
    raise RuntimeError("the secret cause")


async def test_missing_page_says_so_in_the_visitors_language(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url:
        async with client.get(f"{url}/s/{UNKNOWN}") as english:
            assert "There is nothing here" in await english.text()
        async with client.get(f"{url}/s/{UNKNOWN}", headers={"Accept-Language": "zh"}) as chinese:
            assert "这里没有内容" in await chinese.text()

    assert english.status == chinese.status == 404
    assert page_headers().items() <= dict(english.headers).items()


async def test_program_that_asked_for_json_gets_json(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.get(f"{url}/s/{UNKNOWN}.json") as answer:
        document = await answer.json()

    assert answer.status == 404
    assert document == {"error": {"code": "not_found", "message": "There is nothing here"}}


async def test_wrong_method_is_refused_and_the_right_ones_named(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs) as url, client.post(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET,HEAD"
    assert "That cannot be done here" in text
    assert page_headers().items() <= dict(answer.headers).items()


async def test_unforeseen_error_is_logged_once_and_shows_nothing(
    blobs: FileBlobStore, client: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(blobs, cards=fall_over) as url, client.get(f"{url}/s/{PERMALINK_ID}") as answer:
        text = await answer.text()

    records = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert answer.status == 500
    assert "Something went wrong here" in text
    assert "secret" not in text
    assert page_headers().items() <= dict(answer.headers).items()
    assert len(records) == 1
    assert records[0].exc_info is not None


async def test_too_large_request_is_refused_under_our_headers(blobs: FileBlobStore, client: ClientSession) -> None:
    async def take(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    app = build_app(make_ports(blobs, {}))
    app.router.add_post("/take", take)
    runner = QuietRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with client.post(f"http://127.0.0.1:{runner.addresses[0][1]}/take", data=b"x" * 100_000) as answer:
        text = await answer.text()
    await runner.cleanup()

    assert answer.status == 413
    assert "That is too much at once" in text
    assert page_headers().items() <= dict(answer.headers).items()
    assert "Server" not in answer.headers


async def test_unforeseen_fault_of_the_api_is_said_in_json(blobs: FileBlobStore, client: ClientSession) -> None:
    async def fail(_token: str) -> None:
        raise ZeroDivisionError

    headers = {"Authorization": "Bearer anything"}
    async with serve(blobs, callers=fail) as url, client.get(f"{url}/api/links", headers=headers) as answer:
        assert answer.status == 500
        assert (await answer.json())["error"]["code"] == "internal"
