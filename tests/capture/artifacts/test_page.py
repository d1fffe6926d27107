"""The archived page where the live one does not let itself be written down."""

import pytest

from capture.artifacts.page import PageMaker
from capture.budget import Budget
from capture.engine import ChromiumEngine, EngineConfig
from capture.errors import NavigationTimeout
from capture.groups import TaskGroup
from capture.navigate import Document
from capture.recorder import Recorder, record
from capture.room import Room
from capture.rooms import HouseRules, Rooms
from capture.types import CaptureRequest, Viewport
from capture.visit import Visit
from capture.world import World
from tests.site.server import Site
from tests.site.viewing import page_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def make_visit(room: Room, recorder: Recorder, url: str) -> Visit:
    document = Document(url, 200, "text/html")
    return Visit(room, World(room.session), Budget(10), Viewport(), document, False, 16_384, recorder)


async def test_archive_of_the_browser_is_kept_where_freezing_fails(engine: ChromiumEngine, site: Site) -> None:
    result = await engine.capture(CaptureRequest(site.url("/archive/rootless")), lambda _: None)

    kept = page_of(result)
    assert kept.media_type == "multipart/related"
    assert kept.content.startswith(b"From: ")
    assert result.is_partial


async def test_document_as_it_was_sent_is_kept_where_the_browser_fails_too(
    engine_config: EngineConfig, site: Site
) -> None:
    async with TaskGroup() as tasks:
        rooms = Rooms(engine_config.browser_path, engine_config.policy, HouseRules(100, 60), tasks)
        try:
            async with rooms.take(Viewport()) as room, record(room.page, room.gate, tasks) as recorder:
                url = site.url("/zh")
                await room.page.goto(url)
                await recorder.collect(5)
                await room.page.close()
                made = await PageMaker().make(make_visit(room, recorder, url))
                again = await PageMaker().make(make_visit(room, recorder, site.url("/article")))  # never recorded
                with pytest.raises(NavigationTimeout):
                    await PageMaker().make(make_visit(room, recorder, site.url("/never-asked-for")))
        finally:
            rooms.dismiss()
            await rooms.close()

    (kept,) = made.artifacts
    assert kept.media_type == "text/html"
    assert "灯塔看守人" in kept.content.decode("utf-8")
    assert made.was_cut_short
    assert b"The end of the article." in again.artifacts[0].content, "asked for once more, through the gate"
