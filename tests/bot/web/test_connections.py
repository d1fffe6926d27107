"""Requests that cannot be read."""

import asyncio
import logging
from urllib.parse import urlsplit

import pytest

from models.blobs.file import FileBlobStore
from tests.bot.web.cards import serve

UNREADABLE = (
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
)


@pytest.mark.parametrize("request_bytes", UNREADABLE)
async def test_unreadable_request_learns_no_version_and_fills_no_log(
    request_bytes: bytes, blobs: FileBlobStore, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(blobs) as url, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        writer.write(request_bytes)
        answer = (await reader.read()).decode("latin-1")
        writer.close()
        await writer.wait_closed()

    assert answer.startswith(("HTTP/1.1 400", "HTTP/1.0 400"))
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "aiohttp" not in answer.lower()
    assert "python" not in answer.lower()
    assert not [record for record in caplog.records if record.levelno >= logging.INFO]
