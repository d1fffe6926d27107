from datetime import timedelta

import pytest

from models.bin import empty_bin
from models.links import bin_link
from models.tables import Link, Snapshot
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

    assert await empty_bin(NOW - timedelta(days=30)) == [own.sha256]

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

    assert await empty_bin(NOW - timedelta(days=30)) == [own.sha256]


async def test_an_empty_bin_stays_empty() -> None:
    await make_link()

    assert await empty_bin(NOW) == []
