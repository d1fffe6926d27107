"""Names that answer with something good first and with something private later, asked for by a real browser."""

from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network

import pytest

from capture.egress.endpoint import Address
from capture.egress.policy import AllowedNetwork, EgressPolicy, parse_ports
from capture.engine import ChromiumEngine, EngineConfig
from capture.errors import Refused
from capture.types import CaptureRequest, CaptureResult, Label
from tests.site.hostile.listening import listen
from tests.site.hostile.raw import CANARY_HOSTS, Canary, open_canary, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

GOOD, PRIVATE = "127.0.0.1", CANARY_HOSTS[0]
MANY = 20


@dataclass
class World:
    """A site and a canary at one port, and a name server that changes its mind."""

    canary: Canary
    port: int
    visits: list[str] = field(default_factory=list)  # what was asked of the site
    asked: list[str] = field(default_factory=list)

    async def look_up(self, host: str) -> Sequence[Address]:
        """A good answer for `rebinding`, once; both in one for `both`; a good one for all others."""
        self.asked.append(host)
        if host == "both.test":
            return [ip_address(GOOD), ip_address(PRIVATE)]
        is_private = host == "rebinding.test" and self.asked.count(host) > 1
        return [ip_address(PRIVATE if is_private else GOOD)]

    def page(self, path: str, host: str, part_of: str) -> str:
        """A page of the site that reaches for a host, on the site's port like itself."""
        return f"http://{host}:{self.port}{path}?{part_of}:{self.port}"


@asynccontextmanager
async def open_world(config: EngineConfig, *allowed: str) -> AsyncIterator[tuple[ChromiumEngine, World]]:
    """An engine that may go to these addresses, and where it goes."""
    visits: list[str] = []

    async def note(reader: StreamReader, writer: StreamWriter) -> None:
        visits.append(GOOD)
        await serve(reader, writer)

    async with listen(note, GOOD) as place:
        port = int(place.rpartition(":")[2])
        policy = EgressPolicy(parse_ports(str(port)), tuple(AllowedNetwork(ip_network(one)) for one in allowed))
        async with open_canary(port) as canary:
            world = World(canary, port, visits)
            async with ChromiumEngine(replace(config, policy=policy, resolver=world.look_up)) as engine:
                yield engine, world


async def capture(engine: ChromiumEngine, url: str) -> CaptureResult:
    return await engine.capture(CaptureRequest(url, seconds=10), lambda _: None)


async def test_name_that_changes_its_mind_is_asked_once_a_capture_however_often_a_page_fetches(
    engine_config: EngineConfig,
) -> None:
    async with open_world(engine_config, GOOD) as (engine, world):
        url = world.page("/reach-again", "rebinding.test", "rebinding.test")
        first = await capture(engine, url)
        asked = world.asked.count("rebinding.test")
        with pytest.raises(Refused):  # of the next capture, which asks anew
            await capture(engine, url)

        assert first.label is Label.OK
        assert asked == 1
        assert world.asked.count("rebinding.test") == 2
        assert len(world.visits) > MANY
        assert world.canary.hits == 0


async def test_part_whose_name_has_become_private_is_left_out_and_named(engine_config: EngineConfig) -> None:
    async with open_world(engine_config, GOOD) as (engine, world):
        world.asked.append("rebinding.test")  # it has given its good answer to somebody else
        result = await capture(engine, world.page("/reach-fetch", "good.test", "rebinding.test"))

        assert result.label is Label.OK
        assert result.blocked == (f"rebinding.test:{world.port}",)
        assert world.canary.hits == 0


async def test_name_with_one_private_answer_among_its_answers_is_refused_whole(engine_config: EngineConfig) -> None:
    async with open_world(engine_config, GOOD) as (engine, world):
        with pytest.raises(Refused):
            await capture(engine, world.page("/reach-again", "both.test", "both.test"))
        result = await capture(engine, world.page("/reach-picture", "good.test", "both.test"))

        assert result.blocked == (f"both.test:{world.port}",)
        assert world.canary.hits == 0


async def test_where_the_second_answer_is_allowed_it_is_followed(engine_config: EngineConfig) -> None:
    """Or the canary of the others would prove nothing."""
    async with open_world(engine_config, GOOD, PRIVATE) as (engine, world):
        world.asked.append("rebinding.test")
        await capture(engine, world.page("/reach-fetch", "good.test", "rebinding.test"))

        assert world.canary.hits > 0
