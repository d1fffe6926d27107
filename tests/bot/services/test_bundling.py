from pathlib import Path

import pytest

from bot.services import bundling
from bot.services.bundling import bundle_page, show_resource, show_resources
from bot.services.cards import ResourceCard
from models.blobs.file import FileBlobStore
from models.errors import NotFound
from tests.factories import make_finished, make_resource

HEAD = b'<head><meta charset="utf-8">'


async def bundle(blobs: FileBlobStore, page: bytes, *resources: ResourceCard) -> bytes:
    return b"".join([piece async for piece in bundle_page(await blobs.put(page), resources, blobs)])


async def test_body_that_is_gone_leaves_a_gap_and_nothing_else(tmp_path: Path) -> None:
    gone = ResourceCard("0" * 64, "image/png", 5)

    written = await bundle(FileBlobStore(tmp_path), HEAD + b"<img src=assets/" + b"0" * 64 + b">", gone)

    assert written == HEAD + bundling.POLICY + b"<img src=data:,>"


async def test_file_has_an_end(tmp_path: Path) -> None:
    blobs = FileBlobStore(tmp_path)
    small = ResourceCard(await blobs.put(b"small"), "image/png", 5)
    large = ResourceCard("1" * 64, "image/png", bundling.MAX_BUNDLE_BYTES + 1)

    written = await bundle(blobs, f"assets/{large.sha256} assets/{small.sha256}".encode(), small, large)

    assert written == bundling.POLICY + b"data:, data:image/png;base64,c21hbGw="


@pytest.mark.usefixtures("database")
async def test_bodies_of_a_snapshot_are_shown_by_its_permalink() -> None:
    body = make_resource(b"body")
    snapshot = await make_finished(resources=(body,))

    assert await show_resource(snapshot.permalink, body.sha256) == ResourceCard(body.sha256, "image/png", 4)
    assert [one.sha256 for one in await show_resources(snapshot.permalink)] == [body.sha256]
    with pytest.raises(NotFound):
        await show_resource(snapshot.permalink, "0" * 64)
