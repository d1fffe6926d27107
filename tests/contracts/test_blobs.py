"""What every blob store promises."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from obstore.store import S3Store

from models.blobs import BlobStore
from models.blobs.backends import BACKENDS, open_blobs
from models.blobs.bucket import LEAVING, BucketBlobStore
from models.blobs.objects import CHUNK_BYTES
from models.errors import BlobMissing, BlobsUnusable
from tests.buckets import BucketServer, run_bucket_server

IDLE_SECONDS = 2

BIG = bytes(range(256)) * (CHUNK_BYTES // 64)  # several chunks
KINDS = ["file", pytest.param("s3+http", marks=[pytest.mark.slow, pytest.mark.xdist_group("s3")])]


def test_every_backend_is_tested() -> None:
    assert {"file", "s3+http", "s3"} == BACKENDS.keys()  # the last two differ by TLS alone


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with run_bucket_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"file://{tmp_path / 'blobs'}"
    server = request.getfixturevalue("bucket_server")
    assert isinstance(server, BucketServer)
    return server.new_place()


@pytest.fixture
def blobs(url: str) -> BlobStore:
    return open_blobs(url)


async def read(blobs: BlobStore, name: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in blobs.stream(name, start, end)])


async def names(blobs: BlobStore) -> list[str]:
    return sorted([name async for name in blobs.list_names()])


@pytest.mark.parametrize("content", [b"", b"hello", BIG])
async def test_what_is_put_is_got_under_its_hash(blobs: BlobStore, content: bytes) -> None:
    name = await blobs.put(content)

    assert name == sha256(content).hexdigest()
    assert await blobs.get(name) == content
    assert await read(blobs, name) == content


async def test_the_same_bytes_are_kept_once(blobs: BlobStore) -> None:
    async with asyncio.TaskGroup() as tasks:
        puts = [tasks.create_task(blobs.put(b"same"), name=f"put {i}") for i in range(20)]

    assert {put.result() for put in puts} == {await blobs.put(b"same")}
    assert len(await names(blobs)) == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (1, None), (5, 5), (len(BIG) - 1, None), (10, len(BIG) + 99), (len(BIG), None), (3, CHUNK_BYTES + 7)],
)
async def test_a_part_can_be_streamed(blobs: BlobStore, start: int, end: int | None) -> None:
    name = await blobs.put(BIG)

    assert await read(blobs, name, start, end) == BIG[start:end]


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64, "ab"])
async def test_what_is_not_there_is_missing(blobs: BlobStore, name: str) -> None:
    await blobs.put(b"something else")

    with pytest.raises(BlobMissing):
        await blobs.get(name)
    with pytest.raises(BlobMissing):
        await read(blobs, name)
    await blobs.delete(name)


async def test_a_deleted_blob_is_gone_and_can_come_back(blobs: BlobStore) -> None:
    name = await blobs.put(b"fleeting")

    await blobs.delete(name)

    with pytest.raises(BlobMissing):
        await blobs.get(name)
    assert await names(blobs) == []
    await blobs.put(b"fleeting")
    assert await blobs.get(name) == b"fleeting"


async def test_all_names_are_listed(blobs: BlobStore) -> None:
    put = [await blobs.put(str(number).encode()) for number in range(30)]

    assert await names(blobs) == sorted(put)


@pytest.mark.slow
@pytest.mark.xdist_group("s3")
async def test_bucket_that_visitors_reach_gives_them_a_blob_under_the_asked_headers(
    bucket_server: BucketServer,
) -> None:
    place = bucket_server.new_place()
    blobs = open_blobs(f"{place}?public=http://{place.rpartition('@')[2].partition('/')[0]}")
    name = await blobs.put(b"a large file")
    disposition = "attachment; filename=\"page.wacz\"; filename*=UTF-8''%E9%A1%B5.wacz"

    address = blobs.direct_address(name, {"Content-Type": "application/wacz", "Content-Disposition": disposition})
    async with httpx.AsyncClient() as visitor:
        answer = await visitor.get(address)
        forged = await visitor.get(address.replace("page.wacz", "page.html"))

    assert answer.content == b"a large file"
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Type"] == "application/wacz"
    assert forged.status_code == 403


async def test_store_that_visitors_do_not_reach_has_no_addresses(blobs: BlobStore) -> None:
    assert blobs.direct_address(await blobs.put(b"x"), {}) == ""


async def test_store_says_that_it_can_be_written_to(blobs: BlobStore) -> None:
    await blobs.check()

    assert await names(blobs) == []


async def test_idle_blob_goes_and_one_that_was_put_again_stays(blobs: BlobStore) -> None:
    idle, renewed, gone = await blobs.put(b"idle"), await blobs.put(b"renewed"), sha256(b"none").hexdigest()
    await asyncio.sleep(IDLE_SECONDS + 1)  # S3 tells times in whole seconds
    await blobs.put(b"renewed")

    assert [await blobs.delete_idle(name, IDLE_SECONDS) for name in (idle, renewed, gone)] == [True, False, True]

    assert await names(blobs) == [renewed]


async def test_blob_that_is_put_while_it_goes_is_there_afterwards(blobs: BlobStore) -> None:
    """Whatever order the two come in."""
    contents = [f"wanted {number}".encode() for number in range(20)]
    put = [await blobs.put(content) for content in contents]
    await asyncio.sleep(IDLE_SECONDS + 1)

    for name, content in zip(put, contents, strict=True):
        await asyncio.gather(blobs.put(content), blobs.delete_idle(name, IDLE_SECONDS), blobs.put(content))

    assert await names(blobs) == sorted(put)


class Overtaken(BucketBlobStore):
    """Somebody who had looked before us removes the blob, and is done, between our putting it and our looking."""

    has_been = False

    async def _last_put(self, key: str) -> datetime | None:
        if key.startswith(LEAVING) and not self.has_been:
            self.has_been = True
            await self.delete(key.rpartition("/")[2])
        return await super()._last_put(key)


@pytest.mark.slow
@pytest.mark.xdist_group("s3")
async def test_removal_that_is_over_before_a_put_looks_is_noticed(bucket_server: BucketServer) -> None:
    blobs = open_blobs(bucket_server.new_place())
    assert isinstance(blobs, BucketBlobStore)
    assert isinstance(blobs._store, S3Store)
    name = await blobs.put(b"wanted")

    await Overtaken(blobs._store).put(b"wanted")

    assert await blobs.get(name) == b"wanted"


async def test_a_store_that_is_opened_again_has_what_it_had(url: str) -> None:
    name = await open_blobs(url).put(b"kept")

    assert await open_blobs(url).get(name) == b"kept"


@pytest.mark.parametrize(
    "url", ["", "ftp://host/x", "file://", "/var/blobs", "blobs", "s3://", "s3://host", "s3://host:x/b", "s3://[::1/b"]
)
def test_an_url_that_names_no_store_is_one_line(url: str) -> None:
    with pytest.raises(BlobsUnusable, match="expected"):
        open_blobs(url)
