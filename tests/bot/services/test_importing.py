import asyncio
from datetime import UTC, datetime

import pytest

from bot.errors import InvalidRequest
from bot.parsing.bookmarks import Bookmark
from bot.services.importing import Imported, import_bookmark
from capture.fake import FakeEngine
from models.tables import Link, Snapshot, Status
from models.tags import list_link_tags
from tests.engines import FaultyEngine, ignore_step
from tests.ports import Desk

AT = datetime(2019, 5, 6, 7, 8, tzinfo=UTC)
OLD = Bookmark("https://example.com/old-harbour", "Mine", ("sea",), "for later", AT)


async def take(bookmark: Bookmark, desk: Desk, engine: FakeEngine | FaultyEngine | None = None) -> Imported:
    return await import_bookmark(bookmark, engine or FakeEngine(), desk.ports(), ignore_step, 60)


async def test_bookmark_is_captured_and_keeps_its_date_tags_and_note(desk: Desk) -> None:
    assert await take(OLD, desk) is Imported.COMPLETE

    link = await Link.get()
    assert (link.created_at, link.note, link.title) == (AT, "for later", "Old harbour")
    assert (await list_link_tags([link.id]))[link.id] == ("sea",)


async def test_what_is_known_takes_the_tags_and_loses_nothing(desk: Desk) -> None:
    engine = FakeEngine()
    again = Bookmark("https://example.com/old-harbour", "Another", ("ship",), "another note", AT)
    assert await take(OLD, desk, engine) is Imported.COMPLETE
    assert await take(again, desk, engine) is Imported.KNOWN

    kept = await Link.get(url="https://example.com/old-harbour")
    assert (kept.note, kept.title) == ("for later", "Old harbour")
    assert (await list_link_tags([kept.id]))[kept.id] == ("sea", "ship")
    assert len(engine.captured) == 1


async def test_page_that_is_gone_is_kept_with_the_title_that_it_had(desk: Desk) -> None:
    assert await take(Bookmark("https://no-name.example/x", "A lost page"), desk) is Imported.FAILED

    assert (await Link.get()).title == "A lost page"


async def test_interrupted_import_goes_on_where_it_was(desk: Desk) -> None:
    with pytest.raises(asyncio.CancelledError):
        await take(OLD, desk, FaultyEngine(asyncio.CancelledError))
    (waiting,) = await Snapshot.all()

    assert waiting.status is Status.QUEUED  # a running service takes it up as well
    assert await take(OLD, desk) is Imported.COMPLETE
    assert await Snapshot.all().count() == 1


async def test_what_is_no_web_address_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidRequest):
        await take(Bookmark("ftp://example.com/x"), desk)

    assert await Link.all().count() == 0
