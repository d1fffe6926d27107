from datetime import timedelta
from hashlib import sha256

import pytest

from models.bin import delete_for_good, empty_bin, empty_bin_of, list_binned
from models.links import bin_link, restore_link
from models.tables import Comparison, Link, Snapshot
from tests.factories import NOW, make_artifact, make_finished, make_link, make_resource

pytestmark = pytest.mark.usefixtures("database")


async def test_only_blobs_that_nothing_else_needs_are_named() -> None:
    shared, own = make_artifact("screenshot", b"shared"), make_artifact("thumb", b"own")
    old, recent = await make_link(), await make_link()
    await make_finished(old, artifacts=(shared, own))
    kept = await make_finished(artifacts=(shared,))
    await make_finished(recent, artifacts=(make_artifact("screenshot", b"recent"),))
    await bin_link(old.id, NOW - timedelta(days=40))
    await bin_link(recent.id, NOW)

    assert await empty_bin(NOW - timedelta(days=30), 10) == (1, [own.sha256])

    assert await Link.get_or_none(id=old.id) is None
    assert await Link.get_or_none(id=recent.id) is not None
    assert await Snapshot.filter(id=kept.id).exists()


async def test_body_that_another_page_shows_is_still_needed() -> None:
    shared, own, picture = make_resource(b"shared"), make_resource(b"own"), make_artifact("screenshot", b"both")
    also_picture = make_resource(b"both")
    old = await make_link()
    await make_finished(old, artifacts=(picture,), resources=(shared, own))
    await make_finished(artifacts=(), resources=(shared, also_picture))
    await bin_link(old.id, NOW - timedelta(days=40))

    assert await empty_bin(NOW - timedelta(days=30), 10) == (1, [own.sha256])


async def test_an_empty_bin_stays_empty() -> None:
    await make_link()

    assert await empty_bin(NOW, 10) == (0, [])


async def test_picture_of_a_comparison_goes_with_its_link_and_not_before() -> None:
    link, other = await make_link(), await make_link()
    shared, own = sha256(b"shared").hexdigest(), sha256(b"own").hexdigest()
    await make_compared(link, own)
    await make_compared(link, shared)
    await make_compared(other, "")
    page = await make_finished(artifacts=(make_artifact("screenshot", b"shared"),))
    await bin_link(page.link_id, NOW)
    assert await empty_bin(NOW + timedelta(days=1), 10) == (1, [])

    await bin_link(link.id, NOW)
    await bin_link(other.id, NOW)

    assert await empty_bin(NOW + timedelta(days=1), 10) == (2, sorted([own, shared]))
    assert await Comparison.all().count() == 0


async def test_what_is_deleted_for_good_is_in_no_bin_and_goes_next() -> None:
    link, binned = await make_link(), await make_link()
    await bin_link(link.id, NOW)
    await bin_link(binned.id, NOW)

    assert not await delete_for_good(binned.chat_id, link.id)
    assert await delete_for_good(link.chat_id, link.id)
    assert not await delete_for_good(link.chat_id, link.id)

    assert await list_binned(link.chat_id, 10) == ([], 0)
    assert not await restore_link(link.id)
    assert await empty_bin(NOW - timedelta(days=30), 10) == (1, [])
    assert [one.id for one in await Link.all()] == [binned.id]


async def test_what_is_not_in_the_bin_cannot_be_deleted_for_good() -> None:
    link = await make_link()

    assert not await delete_for_good(link.chat_id, link.id)
    assert await empty_bin_of(link.chat_id) == 0


async def test_large_bin_is_emptied_in_parts_and_shared_bodies_go_with_the_last() -> None:
    shared = make_artifact("screenshot", b"shared")
    for _ in range(3):
        await bin_link((await make_finished(artifacts=(shared,))).link_id, NOW)

    outcomes = [await empty_bin(NOW + timedelta(days=1), 2) for _ in range(2)]

    assert outcomes == [(2, []), (1, [shared.sha256])]


async def make_compared(link: Link, picture: str) -> None:
    older, newer = await make_finished(link, artifacts=()), await make_finished(link, artifacts=())
    await Comparison.create(older=older, newer=newer, outcome={}, sha256=picture, created_at=NOW)
