"""What goes over the wire, as it is recorded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from capture.engine import EngineConfig
from capture.exchanges import Exchange
from capture.groups import TaskGroup
from capture.recorder import Recorder, record
from capture.room import Room
from capture.rooms import HouseRules, Rooms
from capture.types import Viewport
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@asynccontextmanager
async def recording(config: EngineConfig) -> AsyncIterator[tuple[Room, Recorder]]:
    """A room and a recorder in it."""
    async with TaskGroup() as tasks:
        rooms = Rooms(config.browser_path, config.policy, HouseRules(100, 60), tasks)
        try:
            async with rooms.take(Viewport()) as room, record(room.page, room.gate, tasks) as recorder:
                yield room, recorder
        finally:
            rooms.dismiss()
            await rooms.close()


def by_path(exchanges: tuple[Exchange, ...], site: Site) -> dict[str, Exchange]:
    return {exchange.url.removeprefix(site.url("")): exchange for exchange in exchanges}


async def test_everything_that_was_asked_for_is_recorded(
    engine_config: EngineConfig, site: Site, other_site: Site
) -> None:
    async with recording(engine_config) as (room, recorder):
        await room.page.goto(site.url(f"/archive/pictures?other={other_site.url('')}"))
        exchanges = await recorder.collect(10)

    paths = by_path(exchanges, site)
    document = exchanges[0]
    assert (document.status, document.resource_type, document.media_type) == (200, "document", "text/html")
    assert b"<h1>Pictures</h1>" in document.body
    assert document.server_address == f"127.0.0.1:{site.port}"
    assert "Content-Type" in dict(document.response_headers)  # spelt as the server spells it
    assert "User-Agent" in dict(document.request_headers)
    assert paths["/archive/gone.png"].status == 404
    assert not any(exchange.is_cut for exchange in exchanges)


async def test_each_hop_is_a_record_and_all_lead_to_the_body(engine_config: EngineConfig, site: Site) -> None:
    hop = site.url("/archive/hop?to=/archive/drawing.svg")

    async with recording(engine_config) as (room, recorder):
        await room.page.goto(hop)
        exchanges = await recorder.collect(10)
        bodies = recorder.bodies()

    assert [one.status for one in exchanges[:2]] == [302, 200]
    assert exchanges[0].body == b""
    assert bodies[hop] is bodies[site.url("/archive/drawing.svg")]
    assert b"seagreen" in bodies[hop].content


async def test_body_without_an_end_holds_nothing_up(engine_config: EngineConfig, site: Site) -> None:
    async with recording(engine_config) as (room, recorder):
        await room.page.goto(site.url("/endless-body"), wait_until="commit")
        began = asyncio.get_running_loop().time()
        await recorder.wait_for_shown(2)
        exchanges = await recorder.collect(2)
        took = asyncio.get_running_loop().time() - began

    assert took < 5
    assert exchanges[0].is_cut


async def test_closed_page_is_no_trouble(engine_config: EngineConfig, site: Site) -> None:
    async with recording(engine_config) as (room, recorder):
        await room.page.goto(site.url("/gallery"), wait_until="commit")
        with suppress(TimeoutError):  # Playwright may wait for ever for a page that is still on its way
            async with asyncio.timeout(5):
                await room.page.close()
        exchanges = await recorder.collect(5)

    assert exchanges[0].url == site.url("/gallery")


async def test_body_over_the_limit_is_cut(engine_config: EngineConfig, site: Site) -> None:
    async with recording(engine_config) as (room, recorder):
        await room.page.goto(site.url("/article"))
        await room.page.evaluate("() => fetch('/archive/heavy').then((answer) => answer.blob()).then(() => 0)")
        exchanges = await recorder.collect(10)

    heavy = by_path(exchanges, site)["/archive/heavy"]
    assert (heavy.is_cut, heavy.body) == (True, b"")
