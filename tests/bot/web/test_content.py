"""Blobs over HTTP: ranges, conditions, HEAD, and stores that break."""

import logging
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import ClientPayloadError, ClientSession

from bot.services.cards import SnapshotCard
from models.blobs.file import FileBlobStore
from tests.bot.web.cards import PERMALINK_ID, make_card, serve, store

CONTENT = bytes(range(256)) * 4000  # a megabyte: several chunks
PATH = f"/s/{PERMALINK_ID}/screenshot"


async def make_picture(blobs: FileBlobStore) -> SnapshotCard:
    return make_card(artifacts=(await store(blobs, "screenshot", "image/jpeg", CONTENT),))


@pytest.mark.parametrize(
    ("headers", "status", "content", "content_range"),
    [
        ({}, 200, CONTENT, None),
        ({"Range": "bytes=10-19"}, 206, CONTENT[10:20], "bytes 10-19/1024000"),
        ({"Range": "bytes=300000-"}, 206, CONTENT[300000:], "bytes 300000-1023999/1024000"),
        ({"Range": "bytes=-5"}, 206, CONTENT[-5:], "bytes 1023995-1023999/1024000"),
        ({"Range": "bytes=1024000-"}, 416, b"", "bytes */1024000"),
        ({"Range": "bytes=1-2,5-6"}, 200, CONTENT, None),
        ({"Range": "bytes=1-2", "If-Range": '"another"'}, 200, CONTENT, None),
        ({"If-None-Match": "*"}, 304, b"", None),
        ({"If-None-Match": '"another"'}, 200, CONTENT, None),
    ],
)
async def test_blob_is_answered_as_asked(
    headers: Mapping[str, str],
    status: int,
    content: bytes,
    content_range: str | None,
    blobs: FileBlobStore,
    client: ClientSession,
) -> None:
    card = await make_picture(blobs)

    async with serve(blobs, card) as url, client.get(url + PATH, headers=headers) as answer:
        body = await answer.read()

    assert (answer.status, answer.headers.get("Content-Range")) == (status, content_range)
    assert body == content
    assert answer.headers["ETag"] == f'"{card.artifacts[0].sha256}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"


async def test_part_of_what_one_has_already_is_sent(blobs: FileBlobStore, client: ClientSession) -> None:
    card = await make_picture(blobs)
    headers = {"Range": "bytes=0-3", "If-Range": f'"{card.artifacts[0].sha256}"'}

    async with serve(blobs, card) as url, client.get(url + PATH, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (206, CONTENT[:4])


async def test_head_says_what_get_would(blobs: FileBlobStore, client: ClientSession) -> None:
    async with serve(blobs, await make_picture(blobs)) as url:
        for path in (PATH, f"/s/{PERMALINK_ID}", f"/s/{PERMALINK_ID}.json", "/", "/static/style.css"):
            async with client.head(url + path) as head:
                body = await head.read()
            async with client.get(url + path) as get:
                pass

            assert body == b""
            assert head.status == get.status
            assert {**head.headers, "Date": ""} == {**get.headers, "Date": ""}


async def test_same_connection_serves_again_after_every_kind_of_answer(
    blobs: FileBlobStore, client: ClientSession
) -> None:
    async with serve(blobs, await make_picture(blobs)) as url:
        for headers in ({"Range": "bytes=1-1"}, {"If-None-Match": "*"}, {"Range": "bytes=9999999-"}, {}):
            async with client.head(url + PATH, headers=headers) as answer:
                await answer.read()
            async with client.get(url + PATH, headers=headers) as answer:
                await answer.read()
        async with client.get(url + PATH) as answer:
            assert await answer.read() == CONTENT


async def test_blob_that_is_missing_is_our_fault_and_said_so(
    blobs: FileBlobStore, client: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    card = await make_picture(blobs)
    await blobs.delete(card.artifacts[0].sha256)

    async with serve(blobs, card) as url, client.get(url + PATH) as answer:
        assert answer.status == 500

    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["request failed"]


class BreakingStore(FileBlobStore):
    """Breaks off in the middle of a blob."""

    async def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        yield (await self.get(sha256))[start:end][:1000]
        raise OSError("the disk is gone")


async def test_answer_that_breaks_off_is_not_taken_for_whole(
    blobs: FileBlobStore, client: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    card = await make_picture(blobs)

    async with serve(BreakingStore(blobs.root), card) as url:
        with pytest.raises(ClientPayloadError):
            async with client.get(url + PATH) as answer:
                await answer.read()

    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["request failed"]


class ReachableStore(FileBlobStore):
    """Gives its blobs to visitors itself."""

    def direct_address(self, sha256: str, answer: Mapping[str, str]) -> str:
        return f"https://bucket.example/{sha256}?type={answer['Content-Type']}"


@pytest.mark.parametrize(
    ("kind", "method", "headers", "content", "status"),
    [
        ("wacz", "GET", {}, CONTENT, 302),
        ("wacz", "GET", {"Sec-Fetch-Mode": "navigate"}, CONTENT, 302),
        ("wacz", "GET", {"Sec-Fetch-Mode": "cors"}, CONTENT, 200),
        ("wacz", "HEAD", {}, CONTENT, 200),
        ("wacz", "GET", {}, b"small", 200),
        ("screenshot", "GET", {}, CONTENT, 200),
    ],
)
async def test_large_download_is_had_from_a_store_that_visitors_reach(
    kind: str,
    method: str,
    headers: Mapping[str, str],
    content: bytes,
    status: int,
    blobs: FileBlobStore,
    client: ClientSession,
) -> None:
    media_type = "application/wacz" if kind == "wacz" else "image/jpeg"
    card = make_card(artifacts=(await store(blobs, kind, media_type, content),))
    address = f"/s/{PERMALINK_ID}/{kind}"

    async with (
        serve(ReachableStore(blobs.root), card) as url,
        client.request(method, url + address, headers=headers, allow_redirects=False) as answer,
    ):
        assert answer.status == status

    if status == 302:
        assert answer.headers["Location"] == f"https://bucket.example/{card.artifacts[0].sha256}?type=application/wacz"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
