import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_network
from urllib.parse import quote

import pytest
import trustme
from aiohttp import web
from multidict import CIMultiDict
from playwright.async_api import CDPSession, ProxySettings, Response, async_playwright

from capture.browser import find_browser
from capture.egress.policy import AllowedNetwork, EgressPolicy
from capture.egress.proxy import open_gate
from capture.engine import ChromiumEngine
from capture.receipts import MAX_HOPS, read_certificate, read_headers, read_moment, take_fingerprint
from capture.room import NO_BUFFERS
from capture.types import CaptureRequest, Hop, Receipt, Viewport
from tests.site.server import Site
from tests.site.serving import serve_app
from tests.site.tls import speak_tls

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def receipt_of(engine: ChromiumEngine, url: str, viewport: Viewport | None = None) -> Receipt:
    result = await engine.capture(CaptureRequest(url, 20.0, viewport or Viewport()), lambda _: None)
    assert result.receipt is not None
    return result.receipt


async def test_receipt_tells_the_way_to_the_page_and_who_answered(engine: ChromiumEngine, site: Site) -> None:
    url = site.url(f"/redirect?to={quote('/redirect?to=/article')}")
    receipt = await receipt_of(engine, url)

    server = f"{site.host}:{site.port}"
    assert receipt.hops == (
        Hop(url, 302, server),
        Hop(site.url("/redirect?to=/article"), 302, server),
        Hop(site.url("/article"), 200, server),
    )
    assert ("Content-Type", "text/html; charset=utf-8") in receipt.headers
    assert receipt.certificate is None


@pytest.mark.parametrize("path", ["/script-redirect", "/meta-redirect"])
async def test_page_that_goes_elsewhere_by_itself_leaves_a_trace(engine: ChromiumEngine, site: Site, path: str) -> None:
    receipt = await receipt_of(engine, site.url(path))

    assert [(hop.url, hop.status) for hop in receipt.hops] == [(site.url(path), 200), (site.url("/article"), 200)]


async def test_receipt_tells_with_what_the_page_was_captured(engine: ChromiumEngine, site: Site) -> None:
    viewport = Viewport(390, 844, is_mobile=True, is_dark=True)
    before = datetime.now(UTC)
    receipt = await receipt_of(engine, site.url("/missing"), viewport)

    assert before <= receipt.begun_at < receipt.finished_at <= datetime.now(UTC)
    assert receipt.viewport == viewport
    assert "Android" in receipt.user_agent
    assert receipt.user_agent.partition("Chrome/")[2].partition(".")[0] == receipt.chromium_version.partition(".")[0]
    assert receipt.snapkeep_version
    assert receipt.received_bytes > 100
    assert [hop.status for hop in receipt.hops] == [404]


async def test_what_was_not_allowed_to_be_reached_is_on_the_receipt(engine: ChromiumEngine, site: Site) -> None:
    receipt = await receipt_of(engine, site.url("/private-parts"))

    assert receipt.blocked


@pytest.mark.slow
async def test_page_that_goes_in_circles_has_a_short_receipt(engine: ChromiumEngine, site: Site) -> None:
    receipt = await receipt_of(engine, site.url("/reloads"))

    assert 0 < len(receipt.hops) <= MAX_HOPS


@dataclass
class Tls:
    """A page that came over TLS, and the certificate that its server has."""

    session: CDPSession
    response: Response
    url: str
    sha256: str


async def hello(_: web.Request) -> web.StreamResponse:
    return web.Response(text="hello", headers=CIMultiDict([("X-Twice", "one"), ("X-Twice", "two")]))


@asynccontextmanager
async def open_over_tls() -> AsyncIterator[Tls]:
    certificate = trustme.CA().issue_cert("127.0.0.1", common_name="news.example")
    app = web.Application()
    app.router.add_get("/", hello)
    async with serve_app(app, speak_tls(certificate)) as root:
        port = int(root.rpartition(":")[2])
        policy = EgressPolicy((), (AllowedNetwork(ip_network("127.0.0.1"), port),))
        async with open_gate(policy) as gate, async_playwright() as playwright:
            proxy = ProxySettings(server=gate.address, bypass="<-loopback>")
            browser = await playwright.chromium.launch(
                executable_path=find_browser(), args=["--no-sandbox"], proxy=proxy
            )
            page = await browser.new_page(ignore_https_errors=True)  # nobody knows this authority
            session = await page.context.new_cdp_session(page)
            await session.send("Network.enable", NO_BUFFERS)
            response = await page.goto(f"{root}/")
            assert response is not None
            der = ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())
            yield Tls(session, response, f"{root}/", sha256(der).hexdigest())
            await browser.close()


async def test_certificate_is_the_one_that_the_server_has() -> None:
    async with open_over_tls() as tls:
        fingerprint = await take_fingerprint(tls.session, tls.url)
        certificate = await read_certificate(tls.response, tls.url, fingerprint)
        of_another = await read_certificate(tls.response, "https://other.example/", fingerprint)
        without = await read_certificate(tls.response, tls.url.replace("https", "http"), fingerprint)

    assert certificate is not None
    assert (certificate.sha256, certificate.subject) == (tls.sha256, "news.example")
    assert certificate.protocol.startswith("TLS")
    assert certificate.valid_from is not None
    assert certificate.valid_until is not None
    assert certificate.valid_from < datetime.now(UTC) < certificate.valid_until
    assert of_another is not None
    assert of_another.sha256 == ""
    assert without is None


async def test_headers_are_those_that_were_sent() -> None:
    async with open_over_tls() as tls:
        headers = await read_headers(tls.response)

    assert [value for name, value in headers if name == "X-Twice"] == ["one", "two"]
    assert await read_headers(None) == ()


@pytest.mark.parametrize(("seconds", "expected"), [(0, datetime(1970, 1, 1, tzinfo=UTC)), (1e18, None), (None, None)])
async def test_certificates_may_name_any_year(seconds: float | None, expected: datetime | None) -> None:
    assert read_moment(seconds) == expected
