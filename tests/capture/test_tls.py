"""What the real browser makes of servers whose TLS is faulty."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from trustme import CA

from capture.egress.policy import AllowedNetwork
from capture.engine import ChromiumEngine, EngineConfig
from capture.errors import (
    CaptureError,
    CertificateExpired,
    CertificateNotTrusted,
    CertificateOfAnother,
    ConnectionFailed,
    NavigationTimeout,
    TlsNotSpoken,
)
from capture.types import CaptureRequest, Label
from tests.site.hostile.raw import open_raw_site
from tests.site.hostile.tls import FAULTS, GOOD, open_faulty_tls
from tests.site.trust import write_trusting_browser

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ENDS: dict[str, type[CaptureError]] = {
    "expired": CertificateExpired,
    "not-yet": CertificateExpired,
    "another-name": CertificateOfAnother,
    "self-signed": CertificateNotTrusted,
    "unknown-authority": CertificateNotTrusted,
    "old": TlsNotSpoken,
    "no-cipher": TlsNotSpoken,
    "plain": TlsNotSpoken,
    "garbage": TlsNotSpoken,
    "hang-up": ConnectionFailed,
    "silent": NavigationTimeout,
    "endless": NavigationTimeout,
}


@asynccontextmanager
async def open_trusting(
    config: EngineConfig, folder: Path, *others: str
) -> AsyncIterator[tuple[ChromiumEngine, dict[str, str]]]:
    """An engine whose browser trusts our authority, and the addresses of the servers; it may go to others, too."""
    authority = CA()
    browser = write_trusting_browser(folder, config.browser_path, authority)
    async with open_faulty_tls(authority) as places:
        ends = [place.rpartition(":") for place in (*places.values(), *others)]
        allowed = tuple(AllowedNetwork(ip_network(host), int(port)) for host, _, port in ends)
        policy = replace(config.policy, allow=allowed)
        async with ChromiumEngine(replace(config, browser_path=browser, policy=policy)) as engine:
            yield engine, {name: f"https://{place}/" for name, place in places.items()}


@pytest.mark.slow
async def test_each_fault_of_tls_is_told_apart_and_none_is_shown(
    engine_config: EngineConfig, open_folder: Path
) -> None:
    ends: dict[str, type[CaptureError]] = {}
    async with open_trusting(engine_config, open_folder) as (engine, urls):
        for fault in FAULTS:
            with pytest.raises(CaptureError) as caught:
                await engine.capture(CaptureRequest(urls[fault], seconds=3), lambda _: None)
            ends[fault] = caught.type
        good = await engine.capture(CaptureRequest(urls[GOOD], seconds=15), lambda _: None)

    assert ends == ENDS
    assert good.label is Label.OK


async def test_part_with_which_tls_fails_is_left_out_and_named(engine_config: EngineConfig, open_folder: Path) -> None:
    async with open_raw_site() as raw, open_trusting(engine_config, open_folder, raw) as (engine, urls):
        place = urls["another-name"].removeprefix("https://").strip("/")
        result = await engine.capture(CaptureRequest(f"http://{raw}/tls-part?{place}", seconds=15), lambda _: None)

    assert result.label is Label.OK
    assert result.receipt is not None
    assert result.receipt.unproven == (place,)
