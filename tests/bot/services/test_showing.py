from datetime import timedelta

import pytest

from bot.services.cards import Origin
from bot.services.showing import read_origin, show_latest, show_permalink, show_snapshot
from models.errors import NotFound
from models.links import bin_link, set_note
from models.tags import add_tags
from tests.factories import NOW, make_artifact, make_failed, make_finished, make_link, make_outcome, make_person
from tests.ports import PUBLIC_URL
from tests.queries import CountQueries

pytestmark = pytest.mark.usefixtures("database")


async def test_card_says_what_the_rows_say() -> None:
    link = await make_link(
        url="https://example.com/old-harbour",
        person=await make_person(name="Ann"),
        origin={"kind": "channel", "name": "The Daily", "date": "2026-03-01T08:00:00+00:00", "url": ""},
    )
    await set_note(link, "for later")
    await add_tags(link, ["sea"])
    snapshot = await make_finished(link, outcome=make_outcome(title="Harbour"), artifacts=(make_artifact("thumb"),))

    card = await show_permalink(snapshot.permalink, PUBLIC_URL)

    assert card.permalink == f"{PUBLIC_URL}/s/{snapshot.permalink}"
    assert (card.url, card.final_url) == ("https://example.com/old-harbour", "https://example.com/final")
    assert (card.title, card.status, card.label, card.http_status) == ("Harbour", "complete", "ok", 200)
    assert (card.tags, card.note, card.saved_by, card.saved_at) == (("sea",), "for later", "Ann", NOW)
    assert card.origin == Origin("channel", "The Daily", NOW.replace(month=3, day=1, hour=8))
    assert [artifact.kind for artifact in card.artifacts] == ["thumb"]
    assert card.artifact("photo") is None


async def test_versions_are_listed_newest_first() -> None:
    link = await make_link()
    first, second = await make_finished(link), await make_failed(link, now=NOW + timedelta(days=1))

    card = await show_permalink(first.permalink, PUBLIC_URL)

    assert [(one.version, one.status) for one in card.versions] == [(2, "failed"), (1, "complete")]
    assert card.versions[0].permalink == f"{PUBLIC_URL}/s/{second.permalink}"
    assert card.version == 1
    assert (await show_latest(link.id, PUBLIC_URL)).permalink_id == second.permalink


async def test_unknown_deleted_and_uncaptured_are_not_found() -> None:
    deleted = await make_finished()
    await bin_link(deleted.link_id, NOW)

    for asking in (
        show_permalink("no-such-permalink", PUBLIC_URL),
        show_permalink(deleted.permalink, PUBLIC_URL),
        show_snapshot(deleted.id, PUBLIC_URL),
        show_latest((await make_link()).id, PUBLIC_URL),
    ):
        with pytest.raises(NotFound):
            await asking


async def test_card_costs_as_many_queries_for_many_versions_as_for_one(count_queries: CountQueries) -> None:
    counts = []
    for versions in (1, 8):
        link = await make_link()
        for _ in range(versions):
            snapshot = await make_finished(link)
        with count_queries() as queries:
            await show_snapshot(snapshot.id, PUBLIC_URL)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_origin_without_a_date_is_read() -> None:
    assert read_origin({"kind": "hidden_user", "name": "Somebody"}) == Origin("hidden_user", "Somebody")
    assert read_origin(None) is None
