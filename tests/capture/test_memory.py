"""A page that eats memory is ended before the machine suffers, and nothing else is."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_network

import psutil
import pytest

from capture.egress.policy import AllowedNetwork
from capture.engine import ChromiumEngine, EngineConfig
from capture.errors import TooHeavy
from capture.memory import MAX_BYTES, own_bytes, total_of, weigh
from capture.types import ArtifactKind, CaptureRequest, Label
from tests.site.hostile.raw import open_raw_site
from tests.site.server import Site

SAMPLE_SECONDS = 0.02


@asynccontextmanager
async def open_scales(engine: ChromiumEngine) -> AsyncIterator[list[int]]:
    """What the engine's browser takes, over and over."""
    sizes = [0]

    async def read() -> None:
        while True:
            if (browser := engine.browser_process) is not None:
                sizes.append(total_of(await asyncio.to_thread(weigh, browser)))
            await asyncio.sleep(SAMPLE_SECONDS)

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(read(), name="scales")
        yield sizes
        reading.cancel()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_page_that_eats_memory_is_ended_kept_as_it_was_sent_and_the_next_one_works(
    engine_config: EngineConfig, site: Site
) -> None:
    async with open_raw_site() as raw:
        host, _, port = raw.partition(":")
        policy = engine_config.policy
        policy = replace(policy, allow=(*policy.allow, AllowedNetwork(ip_network(host), int(port))))
        config = replace(engine_config, policy=policy)
        async with ChromiumEngine(config) as engine, open_scales(engine) as sizes:
            result = await engine.capture(CaptureRequest(f"http://{raw}/hungry-at-once", seconds=20), lambda _: None)
            after = await engine.capture(CaptureRequest(site.url("/short"), seconds=20), lambda _: None)

    assert result.label is Label.TOO_LARGE
    assert result.is_partial
    assert ArtifactKind.PAGE in {artifact.kind for artifact in result.artifacts}
    assert TooHeavy.code in {failure.code for failure in result.failures}
    assert after.label is Label.OK
    assert MAX_BYTES / 2 < max(sizes) <= MAX_BYTES


def test_memory_of_a_process_is_known_without_what_it_shares() -> None:
    before = own_bytes(psutil.Process())
    kept = os.urandom(64 << 20)

    assert 48 << 20 < own_bytes(psutil.Process()) - before < 96 << 20
    assert len(kept) == 64 << 20
