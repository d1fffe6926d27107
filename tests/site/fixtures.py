"""A real browser and local sites, one of each for all tests of a process."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest
import pytest_asyncio

from capture.browser import find_browser
from capture.egress.policy import AllowedNetwork, EgressPolicy, parse_ports
from capture.engine import ChromiumEngine, EngineConfig
from tests.site.server import Site, open_site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def other_site() -> AsyncIterator[Site]:
    """The same pages at an address that browsers take for another site."""
    async with open_site("127.0.0.2") as site:
        yield site


@pytest.fixture(scope="session")
def engine_config(site: Site, other_site: Site) -> EngineConfig:
    """Captures may reach the local sites, and nothing else that is private."""
    allowed = tuple(AllowedNetwork(ip_network(one.host), one.port) for one in (site, other_site))
    return EngineConfig(find_browser(), EgressPolicy(parse_ports("80,443"), allowed))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine(engine_config: EngineConfig) -> AsyncIterator[ChromiumEngine]:
    async with ChromiumEngine(engine_config) as engine:
        yield engine
