"""The plain download: the same gate, the same rules."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator

import pytest
import trustme
from aiohttp import ClientSession, web

from capture.egress import Gate, download, open_gate
from capture.errors import (
    CaptureError,
    ConnectionFailed,
    NameNotFound,
    NavigationTimeout,
    Refused,
    TlsFailed,
    TooLarge,
    Unreachable,
)
from tests.capture.egress.upstream import FORBIDDEN, POLICY, Script, names, open_upstream, read_head
from tests.site.serving import serve_app
from tests.site.tls import speak_tls

RESOLVER = names(site=["127.0.0.1"], other=["127.0.0.1"], private=[FORBIDDEN])


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    async with open_gate(POLICY, resolver=RESOLVER) as opened:
        yield opened


def answer(body: bytes, *headers: str, status: int = 200) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def redirecting(*locations: str) -> Script:
    """Redirect each request to the next location, then say hello."""
    left = list(locations)

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await read_head(reader):
            writer.write(answer(b"", f"Location: {left.pop(0)}", status=302) if left else answer(b"hello"))

    return script


async def test_a_file_comes_home_with_its_type_and_headers(gate: Gate) -> None:
    async with open_upstream(answer(b"%PDF", "Content-Type: Application/PDF; x=y", "ETag: z")) as site:
        url = f"http://site.test:{site.port}/a%2fb%20c?q=%C3%A9#part"
        got = await download(gate, url, max_bytes=4, seconds=5)

        assert (got.final_url, got.status, got.media_type) == (url, 200, "application/pdf")
        assert (got.content, got.headers["etag"]) == (b"%PDF", "z")
        assert site.requests[0].startswith(b"GET /a%2fb%20c?q=%C3%A9 HTTP/1.1\r\n")


async def test_an_error_page_is_an_answer_too(gate: Gate) -> None:
    async with open_upstream(answer(b"gone", status=404)) as site:
        got = await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)

        assert (got.status, got.content, got.media_type) == (404, b"gone", "")


async def test_given_headers_are_sent(gate: Gate) -> None:
    async with open_upstream(answer(b"")) as site:
        url = f"http://site.test:{site.port}/"
        await download(gate, url, max_bytes=1, seconds=5, headers={"User-Agent": "Browser/1"})

        assert b"\r\nUser-Agent: Browser/1\r\n" in site.requests[0]


async def test_redirects_are_followed_to_the_end(gate: Gate) -> None:
    async with open_upstream(answer(b"far")) as other:
        target = f"http://other.test:{other.port}/"
        async with open_upstream(redirecting("/next", "?q", "#part", target)) as site:
            got = await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)

        assert (got.final_url, got.content) == (target, b"far")


@pytest.mark.parametrize(
    "location",
    [
        "http://private.test:{}/",
        "http://127.0.0.2:{}/",
        "//0x7f.2:{}/",
        "https://2130706434:{}/",
        "http://[::ffff:127.0.0.2]:{}/",
        "http://user@private.test:{}",
    ],
)
@pytest.mark.parametrize("hops", [0, 3])
async def test_a_redirect_to_a_private_address_is_refused(gate: Gate, location: str, hops: int) -> None:
    async with open_upstream(answer(b"secret"), FORBIDDEN) as canary:
        async with open_upstream(redirecting(*["/"] * hops, location.format(canary.port))) as site:
            with pytest.raises(Refused):
                await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)

        assert canary.connections == 0


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://site.test/", "data:,x", "javascript:1"])
async def test_a_redirect_away_from_the_web_is_refused(gate: Gate, location: str) -> None:
    async with open_upstream(redirecting(location)) as site:
        with pytest.raises(Refused):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)


async def test_ten_redirects_are_followed_and_an_eleventh_is_not(gate: Gate) -> None:
    async with open_upstream(redirecting(*["/"] * 10)) as site:
        got = await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)
        assert got.content == b"hello"
    async with open_upstream(redirecting(*["/"] * 11)) as site:
        with pytest.raises(Unreachable):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)


@pytest.mark.parametrize("location", ["http://[broken", "http://caf\udce9/"])
async def test_a_redirect_to_nowhere_is_a_failure_in_our_words(gate: Gate, location: str) -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        spelled = location.encode("utf-8", "surrogateescape")
        writer.write(b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: " + spelled + b"\r\n\r\n")

    async with open_upstream(script) as site:
        with pytest.raises(CaptureError):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_head(reader)
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(bytes(10_000))
        await writer.drain()
        await asyncio.sleep(0.001)


async def test_a_file_over_the_limit_is_given_up_early(gate: Gate) -> None:
    async with open_upstream(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") as site:
        with pytest.raises(TooLarge):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)
    async with open_upstream(endless) as site:
        with pytest.raises(TooLarge):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100_000, seconds=5)
        assert gate.received_bytes < 2_000_000


async def test_a_small_file_that_unpacks_to_a_big_one_is_too_large(gate: Gate) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    async with open_upstream(answer(bomb, "Content-Encoding: gzip")) as site:
        with pytest.raises(TooLarge):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=1_000_000, seconds=5)


async def test_the_gates_own_limit_ends_a_download_too() -> None:
    async with open_upstream(endless) as site, open_gate(POLICY, resolver=RESOLVER, max_bytes=50_000) as gate:
        with pytest.raises(TooLarge):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=10_000_000, seconds=5)


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)


@pytest.mark.parametrize("script", [silence, endless])
async def test_the_time_is_limited_however_the_site_spends_it(gate: Gate, script: Script) -> None:
    async with open_upstream(script) as site:
        with pytest.raises(NavigationTimeout):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=10**9, seconds=0.3)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_every_kind_of_failure_keeps_its_name(gate: Gate, scheme: str) -> None:
    async with open_upstream(b"") as gone:
        pass
    for authority, kind in (
        ("nowhere.test", NameNotFound),
        ("private.test", Refused),
        (f"site.test:{gone.port}", ConnectionFailed),
    ):
        with pytest.raises(kind):
            await download(gate, f"{scheme}://{authority}/", max_bytes=100, seconds=5)


async def test_an_answer_that_breaks_off_is_no_file(gate: Gate) -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")

    async with open_upstream(half) as site:
        with pytest.raises(ConnectionFailed):
            await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)


async def test_a_site_that_echoes_another_token_is_a_site(gate: Gate) -> None:
    async with open_upstream(answer(b"mine", "x-snapkeep-gate: guess", status=403)) as site:
        got = await download(gate, f"http://site.test:{site.port}/", max_bytes=100, seconds=5)

        assert (got.status, got.content) == (403, b"mine")


@pytest.fixture
async def tls_port() -> AsyncIterator[int]:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=f"hello {request.host}")

    app = web.Application()
    app.router.add_get("/", hello)
    async with serve_app(app, speak_tls(AUTHORITY.issue_cert("site.test"))) as root:
        yield int(root.rpartition(":")[2])


AUTHORITY = trustme.CA()


async def test_a_certificate_that_nobody_vouches_for_is_a_tls_failure(gate: Gate, tls_port: int) -> None:
    with pytest.raises(TlsFailed):
        await download(gate, f"https://site.test:{tls_port}/", max_bytes=100, seconds=5)


async def test_a_server_that_speaks_no_tls_is_a_failure(gate: Gate) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with open_upstream(plain) as site:
        with pytest.raises(TlsFailed):
            await download(gate, f"https://site.test:{site.port}/", max_bytes=100, seconds=5)


async def test_tls_goes_end_to_end_through_the_tunnel(gate: Gate, tls_port: int) -> None:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    async with ClientSession() as session:
        for _ in range(2):
            url = f"https://site.test:{tls_port}/"
            async with session.get(url, proxy=gate.address, ssl=context) as response:
                assert await response.text() == f"hello site.test:{tls_port}"
