"""A real browser and a local site, one of each for all tests of a process."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest

from capture.browser import find_browser
from capture.egress.policy import AllowedNetwork, EgressPolicy, parse_ports
from capture.engine import ChromiumEngine, EngineConfig
from tests.site.server import Site, open_site


@pytest.fixture(scope="session")
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture(scope="session")
def config(site: Site) -> EngineConfig:
    """Captures may reach the local site, and nothing else that is private."""
    allowed = AllowedNetwork(ip_network("127.0.0.1/32"), site.port)
    return EngineConfig(find_browser(), EgressPolicy(parse_ports("80,443"), (allowed,)))


@pytest.fixture(scope="session")
async def engine(config: EngineConfig) -> AsyncIterator[ChromiumEngine]:
    async with ChromiumEngine(config) as engine:
        yield engine
