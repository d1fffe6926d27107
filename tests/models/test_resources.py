from datetime import timedelta

import pytest

from models.links import bin_link
from models.queue import claim_this, finish_snapshot
from models.resources import find_resource, list_resources
from tests.factories import NOW, make_claimed, make_finished, make_link, make_outcome, make_resource

pytestmark = pytest.mark.usefixtures("database")


async def test_bodies_of_a_page_are_found_by_their_hash() -> None:
    style, font = make_resource(b"a{}", media_type="text/css"), make_resource(b"wOF2")
    snapshot = await make_finished(resources=(style, font, style))

    listed = await list_resources(snapshot.permalink)

    assert [one.sha256 for one in listed] == [style.sha256, font.sha256]
    found = await find_resource(snapshot.permalink, style.sha256)
    assert found is not None
    assert (found.url, found.media_type, found.bytes) == (style.url, "text/css", 3)


async def test_bodies_of_another_page_are_none_of_its() -> None:
    mine, other = make_resource(b"mine"), make_resource(b"other")
    snapshot = await make_finished(resources=(mine,))
    await make_finished(resources=(other,))

    assert await find_resource(snapshot.permalink, other.sha256) is None
    assert await find_resource("unknown", mine.sha256) is None


async def test_bodies_lie_in_the_bin_with_their_link() -> None:
    link, body = await make_link(), make_resource(b"body")
    snapshot = await make_finished(link, resources=(body,))

    await bin_link(link.id, NOW)

    assert await find_resource(snapshot.permalink, body.sha256) is None


async def test_capture_that_lost_its_lease_keeps_no_bodies() -> None:
    stale = await make_claimed()
    await claim_this(stale.id, "another worker", 60, NOW + timedelta(hours=1))

    assert not await finish_snapshot(stale, make_outcome(), (), NOW, (make_resource(b"late"),))

    assert await list_resources(stale.permalink) == []
