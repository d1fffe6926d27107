"""The gate from its client's side: real sockets on loopback, real bytes."""

import asyncio
import gzip
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from ipaddress import ip_address

import pytest

from capture.egress import Deadlines, EgressPolicy, Gate, open_gate, parse_networks
from capture.egress.endpoint import Address
from capture.errors import ConnectionFailed, NameNotFound, NavigationTimeout, Refused, TooLarge
from tests.capture.egress.upstream import (
    FORBIDDEN,
    POLICY,
    Client,
    Script,
    names,
    open_client,
    open_upstream,
    read_head,
)

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
QUICK = Deadlines(connect=0.3, head=0.3)
RESOLVER = names(
    site=["127.0.0.1"],
    other=["127.0.0.1"],
    dead=["127.0.0.1"],
    private=[FORBIDDEN],
    mixed=["127.0.0.1"] * 6 + [FORBIDDEN] + ["127.0.0.1"] * 6,
    rfc1918=["10.0.0.1"],
)


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    async with open_gate(POLICY, resolver=RESOLVER, deadlines=QUICK) as opened:
        yield opened


@pytest.fixture
async def client(gate: Gate) -> AsyncIterator[Client]:
    async with open_client(gate.address) as opened:
        yield opened


async def unused_port() -> int:
    async with open_upstream(HELLO) as site:
        return site.port


def chunks(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


async def test_a_get_reaches_the_site_as_if_it_came_from_the_client(gate: Gate, client: Client) -> None:
    async with open_upstream(HELLO) as site:
        head = await client.ask(
            f"GET http://site.test:{site.port}/a%2Fb?c=d HTTP/1.1\nHost: lies.test\nX-Mixed-Case: kept\n"
            "Proxy-Connection: keep-alive\nProxy-Authorization: Basic x\nConnection: x-hop\nX-Hop: gone\n\n"
        )

        assert head.startswith(b"HTTP/1.1 200")
        assert await client.read(5) == b"hello"
        assert site.requests == [
            f"GET /a%2Fb?c=d HTTP/1.1\r\nHost: site.test:{site.port}\r\nConnection: keep-alive\r\n"
            "X-Mixed-Case: kept\r\n\r\n".encode()
        ]
        assert gate.failure("SITE.test", site.port) is None
        assert gate.received_bytes == len(HELLO)


async def test_connections_stay_open_on_both_sides(client: Client) -> None:
    async with open_upstream(HELLO) as site:
        for _ in range(3):
            await client.get(f"http://site.test:{site.port}/")
            assert await client.read(5) == b"hello"

        assert site.connections == 1
        assert len(site.requests) == 3


async def test_one_client_connection_can_visit_two_sites(client: Client) -> None:
    async with open_upstream(HELLO) as site, open_upstream(HELLO.replace(b"hello", b"other")) as other:
        await client.get(f"http://site.test:{site.port}/")
        assert await client.read(5) == b"hello"
        await client.get(f"http://other.test:{other.port}/")
        assert await client.read(5) == b"other"


async def test_a_site_that_closes_after_each_answer_is_dialled_again(client: Client) -> None:
    async with open_upstream(HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as site:
        for _ in range(3):
            assert b"close" not in (await client.get(f"http://site.test:{site.port}/")).lower()
            assert await client.read(5) == b"hello"

        assert site.connections == 3


async def test_a_kept_connection_that_died_is_replaced_without_a_word(client: Client) -> None:
    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(HELLO)

    async with open_upstream(answer_once) as site:
        for _ in range(3):
            assert (await client.get(f"http://site.test:{site.port}/")).startswith(b"HTTP/1.1 200")
            assert await client.read(5) == b"hello"

        assert site.connections == 3


async def test_a_chunked_answer_arrives_whole_and_keeps_the_connection(client: Client) -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(b"he", b"llo")
    async with open_upstream(answer) as site:
        for _ in range(2):
            head = await client.get(f"http://site.test:{site.port}/")
            assert b"transfer-encoding: chunked" in head.lower()
            assert await client.read(len(chunks(b"he", b"llo"))) == chunks(b"he", b"llo")

        assert site.connections == 1


async def test_an_answer_that_ends_with_the_connection_is_framed_anew(client: Client) -> None:
    async def old_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nhello")

    async with open_upstream(old_server) as site:
        for _ in range(2):
            head = await client.get(f"http://site.test:{site.port}/")
            assert b"transfer-encoding: chunked" in head.lower()
            assert await client.read(len(chunks(b"hello"))) == chunks(b"hello")


async def test_a_length_beside_chunks_is_dropped(client: Client) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(b"hello")
    async with open_upstream(answer) as site:
        head = await client.get(f"http://site.test:{site.port}/")

        assert b"content-length" not in head.lower()
        assert await client.read(len(chunks(b"hello"))) == chunks(b"hello")


@pytest.mark.parametrize(
    ("method", "status", "framing"),
    [
        ("HEAD", 200, "Content-Length: 5"),
        ("HEAD", 200, "Transfer-Encoding: chunked"),
        ("HEAD", 200, "X-None: 1"),
        ("HEAD", 304, "Content-Length: 5"),
        ("GET", 204, "X-None: 1"),
        ("GET", 304, "Content-Length: 5"),
        ("GET", 304, "X-None: 1"),
    ],
)
async def test_an_answer_without_a_body_does_not_wait_for_one(
    client: Client, method: str, status: int, framing: str
) -> None:
    async with open_upstream(f"HTTP/1.1 {status} X\r\n{framing}\r\n\r\n".encode()) as site:
        for _ in range(2):
            head = await client.get(f"http://site.test:{site.port}/", method)
            assert head.startswith(f"HTTP/1.1 {status} ".encode())
            if framing.startswith("Content-Length"):
                assert b"content-length: 5" in head.lower()

        assert len(site.requests) == 2


async def test_early_hints_pass_and_a_lone_continue_does_not(client: Client) -> None:
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    async with open_upstream(hints + HELLO) as site:
        first = await client.get(f"http://site.test:{site.port}/")
        second = await read_head(client.reader)

        assert first.startswith(b"HTTP/1.1 103")
        assert second.startswith(b"HTTP/1.1 200")
        assert await client.read(5) == b"hello"


@pytest.mark.parametrize("framing", ["length", "chunked"])
async def test_a_big_request_body_arrives_whole(gate: Gate, framing: str) -> None:
    body = bytes(range(256)) * 12_000

    async def measure(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await read_head(reader)).lower()
        assert (b"transfer-encoding: chunked" in head) == (framing == "chunked")
        got = await reader.readexactly(len(body)) if framing == "length" else await read_chunks(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + (b"good" if got == body else b"bad!"))
        await writer.drain()

    async with open_upstream(measure) as site, open_client(gate.address) as client:
        target = f"POST http://site.test:{site.port}/ HTTP/1.1\nHost: x\n"
        if framing == "length":
            await client.ask(f"{target}Content-Length: {len(body)}\n\n", body)
        else:
            await client.ask(f"{target}Transfer-Encoding: chunked\n\n", chunks(body[:70_000], body[70_000:]))

        assert await client.read(4) == b"good"


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    return body


async def test_an_answer_in_the_middle_of_a_request_body_reaches_the_client(client: Client) -> None:
    async def refuse_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        await writer.drain()
        await reader.read(-1)

    async with open_upstream(refuse_body) as site:
        head = await client.ask(
            f"POST http://site.test:{site.port}/ HTTP/1.1\nHost: x\nContent-Length: 900000\n\n",
            bytes(100_000),
        )

        assert head.startswith(b"HTTP/1.1 413")
        assert await client.read(2) == b"no"


async def test_a_client_that_waits_to_be_told_to_continue_is_told(client: Client) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert b"expect" not in (await read_head(reader)).lower()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + await reader.readexactly(4))

    async with open_upstream(echo) as site:
        first = await client.ask(
            f"POST http://site.test:{site.port}/ HTTP/1.1\nHost: x\nContent-Length: 4\nExpect: 100-continue\n\n"
        )
        assert first.startswith(b"HTTP/1.1 100")
        assert (await client.ask("", b"body")).startswith(b"HTTP/1.1 200")
        assert await client.read(4) == b"body"


async def test_a_client_that_leaves_in_the_middle_of_its_body_ends_the_request(gate: Gate) -> None:
    ended = asyncio.Event()

    async def wait_for_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        ended.set()

    async with open_upstream(wait_for_end) as site:
        async with open_client(gate.address) as client:
            client.writer.write(
                f"POST http://site.test:{site.port}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhal".encode()
            )
            await asyncio.sleep(0.05)
        async with asyncio.timeout(0.2):
            await ended.wait()


async def test_a_stalled_answer_is_given_up_once_the_client_has_left(gate: Gate) -> None:
    ended = asyncio.Event()

    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(HELLO[:-1])
        await reader.read(-1)
        ended.set()

    async with open_upstream(stall) as site:
        async with open_client(gate.address) as client:
            await client.get(f"http://site.test:{site.port}/")
            assert await client.read(4) == b"hell"
        async with asyncio.timeout(5):
            await ended.wait()


async def test_a_tunnel_carries_bytes_both_ways_and_counts_what_came_in(gate: Gate, client: Client) -> None:
    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data.upper())

    async with open_upstream(shout) as site:
        client.writer.write(f"CONNECT site.test:{site.port} HTTP/1.1\r\nHost: x\r\n\r\nearly ".encode())
        assert (await read_head(client.reader)).startswith(b"HTTP/1.1 200")
        assert await client.read(6) == b"EARLY "
        client.writer.write(b"late")
        assert await client.read(4) == b"LATE"

        assert gate.received_bytes == 10
        assert gate.failure("site.test", site.port) is None


async def test_a_tunnel_ends_when_the_site_hangs_up(client: Client) -> None:
    async def farewell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"bye" * 100_000)
        await writer.drain()

    async with open_upstream(farewell) as site:
        await client.connect(f"site.test:{site.port}")

        assert await client.read_to_end() == b"bye" * 100_000


async def test_a_tunnel_ends_when_the_client_hangs_up(gate: Gate) -> None:
    ended = asyncio.Event()

    async def wait_for_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(-1)
        ended.set()

    async with open_upstream(wait_for_end) as site:
        async with open_client(gate.address) as client:
            await client.connect(f"site.test:{site.port}")
        async with asyncio.timeout(2):
            await ended.wait()


@pytest.mark.parametrize("host", ["private.test", "rfc1918.test", "mixed.test", FORBIDDEN, "2130706434", "0x7f.2"])
@pytest.mark.parametrize("method", ["GET", "CONNECT"])
async def test_nothing_private_is_ever_dialled(gate: Gate, client: Client, host: str, method: str) -> None:
    async with open_upstream(HELLO, FORBIDDEN) as canary:
        authority = f"{host}:{canary.port}"
        head = await (client.connect(authority) if method == "CONNECT" else client.get(f"http://{authority}/"))

        assert head.startswith(b"HTTP/1.1 403")
        assert canary.connections == 0
        assert isinstance(gate.failure(host, canary.port), Refused)
        assert len(gate.blocked) == 1


async def test_every_refusal_looks_the_same_and_names_no_address(gate: Gate, client: Client) -> None:
    answers = set()
    for authority in (
        "private.test:80",
        "mixed.test:443",
        f"{FORBIDDEN}:80",
        "10.0.0.1:8080",
        "[::1]:80",
        "site.test:0",
    ):
        answers.add(await client.get(f"http://{authority}/") + await client.read(9))
        answers.add(await client.connect(authority) + await client.read(9))
    for target in ("https://site.test/", "ftp://site.test/", "/", "http://u@site.test/", "http://[::1/", "*"):
        answers.add(await client.get(target) + await client.read(9))

    assert len(answers) == 1
    (answer,) = answers
    assert answer.startswith(b"HTTP/1.1 403")
    assert f"x-snapkeep-gate: {gate.token}".encode() in answer.lower()
    assert b"127." not in answer


async def test_a_refusal_of_a_big_upload_is_still_heard(client: Client) -> None:
    head = await client.ask(
        "POST http://private.test/ HTTP/1.1\nHost: x\nContent-Length: 3000000\n\n", bytes(3_000_000)
    )

    assert head.startswith(b"HTTP/1.1 403")
    assert await client.read(9) == b"Refused.\n"
    assert (await client.get("http://private.test/")).startswith(b"HTTP/1.1 403")


async def test_a_name_that_changes_its_mind_never_leads_to_its_second_answer() -> None:
    answers = iter(["127.0.0.1", FORBIDDEN, FORBIDDEN])

    async def rebinding(host: str) -> Sequence[Address]:
        return [ip_address(next(answers))]

    async with open_upstream(HELLO, FORBIDDEN) as canary, open_upstream(HELLO) as site:
        for _ in range(2):  # a gate each: the second one gets the second answer
            async with open_gate(POLICY, resolver=rebinding) as gate:
                for _ in range(3):
                    async with open_client(gate.address) as client:
                        await client.get(f"http://site.test:{site.port}/")
                        await client.connect(f"site.test:{canary.port}")

        assert canary.connections == 0
        assert site.connections == 3


async def test_a_name_that_does_not_exist_is_told_apart(gate: Gate, client: Client) -> None:
    assert (await client.get("http://nowhere.test/")).startswith(b"HTTP/1.1 502")
    assert isinstance(gate.failure("nowhere.test", 80), NameNotFound)
    assert gate.blocked == []


@pytest.mark.parametrize("method", ["GET", "CONNECT"])
async def test_a_port_where_nobody_listens_is_told_apart(gate: Gate, client: Client, method: str) -> None:
    authority = f"dead.test:{await unused_port()}"
    head = await (client.connect(authority) if method == "CONNECT" else client.get(f"http://{authority}/"))

    assert head.startswith(b"HTTP/1.1 502")
    assert isinstance(gate.failure(*authority_parts(authority)), ConnectionFailed)


def authority_parts(authority: str) -> tuple[str, int]:
    host, _, port = authority.rpartition(":")
    return host, int(port)


async def test_a_later_success_clears_the_failure(gate: Gate, client: Client) -> None:
    port = await unused_port()
    await client.get(f"http://site.test:{port}/")
    await client.read(len(b"No answer.\n"))
    assert gate.failure("site.test", port) is not None

    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)
    async with server:
        await client.connect(f"site.test:{port}")
        assert gate.failure("site.test", port) is None


async def test_the_second_address_is_tried_where_the_first_is_dead() -> None:
    async def two(host: str) -> Sequence[Address]:
        return [ip_address("127.0.0.3"), ip_address("127.0.0.1")]

    policy = EgressPolicy(ports=POLICY.ports, allow=parse_networks("127.0.0.1, 127.0.0.3"))
    async with (
        open_upstream(HELLO) as site,
        open_gate(policy, resolver=two) as gate,
        open_client(gate.address) as client,
    ):
        assert (await client.get(f"http://site.test:{site.port}/")).startswith(b"HTTP/1.1 200")


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)


async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: y\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def test_the_address_that_was_dialled_is_told(gate: Gate, client: Client) -> None:
    async with open_upstream(HELLO) as site:
        await client.get(f"http://site:{site.port}/")

        assert gate.server_address(f"http://SITE:{site.port}/any?path") == f"127.0.0.1:{site.port}"
        assert gate.server_address(f"http://private:{site.port}/") == ""
        assert gate.server_address("no address") == ""


@pytest.mark.parametrize("script", [silence, dribble])
@pytest.mark.parametrize("request_body", [b"", b"body"])
async def test_a_site_that_never_answers_runs_into_the_deadline(
    gate: Gate, client: Client, script: Script, request_body: bytes
) -> None:
    async with open_upstream(script) as site:
        head = await client.ask(
            f"POST http://site.test:{site.port}/ HTTP/1.1\nHost: x\nContent-Length: {len(request_body)}\n\n",
            request_body,
        )

        assert head.startswith(b"HTTP/1.1 504")
        assert isinstance(gate.failure("site.test", site.port), NavigationTimeout)


async def test_a_name_server_that_never_answers_runs_into_the_deadline(gate: Gate) -> None:
    async def never(host: str) -> Sequence[Address]:
        await asyncio.sleep(60)
        return []

    async with (
        open_gate(POLICY, resolver=never, deadlines=QUICK) as slow,
        open_client(slow.address) as client,
    ):
        assert (await client.connect("site.test:443")).startswith(b"HTTP/1.1 504")
        assert isinstance(slow.failure("site.test", 443), NavigationTimeout)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 3_000_000,
    ],
)
async def test_an_answer_that_is_not_http_is_a_failed_connection(gate: Gate, client: Client, answer: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(answer)
        await writer.drain()

    async with open_upstream(say) as site:
        assert (await client.get(f"http://site.test:{site.port}/")).startswith(b"HTTP/1.1 502")
        assert isinstance(gate.failure("site.test", site.port), ConnectionFailed)


@pytest.mark.parametrize(
    ("answer", "arrives"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", b"hello"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", b"5\r\nhello\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n", b"5\r\nhello\r\n"),
    ],
)
async def test_an_answer_that_breaks_off_is_seen_to_break_off(client: Client, answer: bytes, arrives: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(answer)

    async with open_upstream(say) as site:
        assert (await client.get(f"http://site.test:{site.port}/")).startswith(b"HTTP/1.1 200")
        assert await client.read_to_end() == arrives  # the end comes before the promised length or the last chunk


async def test_a_site_cannot_pass_for_the_gate(gate: Gate, client: Client) -> None:
    async with open_upstream(HELLO.replace(b"\r\n\r\n", f"\r\nX-Snapkeep-Gate: {gate.token}\r\n\r\n".encode())) as site:
        assert b"snapkeep" not in (await client.get(f"http://site.test:{site.port}/")).lower()


async def test_compressed_bodies_pass_untouched(client: Client) -> None:
    packed = gzip.compress(b"hello" * 100)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    async with open_upstream(head + packed) as site:
        await client.get(f"http://site.test:{site.port}/")

        assert await client.read(len(packed)) == packed


async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(bytes(65_536))
        await writer.drain()


@pytest.mark.parametrize("method", ["GET", "CONNECT"])
async def test_over_the_byte_limit_every_connection_is_cut(method: str) -> None:
    async with (
        open_upstream(flood) as site,
        open_upstream(silence) as bystander,
        open_gate(POLICY, resolver=RESOLVER, max_bytes=1_000_000) as gate,
        open_client(gate.address) as client,
        open_client(gate.address) as other,
    ):
        await other.connect(f"other.test:{bystander.port}")
        if method == "CONNECT":
            await client.connect(f"site.test:{site.port}")
            client.writer.write(b"go")
        else:
            await client.get(f"http://site.test:{site.port}/")

        for cut in (client, other):
            with suppress(ConnectionResetError):
                assert len(await cut.read_to_end()) < 1_200_000
        assert gate.is_over_limit
        assert gate.received_bytes < 1_200_000
        assert isinstance(gate.failure("site.test", site.port), TooLarge)
        async with open_client(gate.address) as late:
            assert (await late.connect(f"site.test:{site.port}")).startswith(b"HTTP/1.1 502")


async def test_closing_the_gate_ends_everything_quietly(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)

    async def never(host: str) -> Sequence[Address]:
        if host == "never.test":
            await asyncio.sleep(60)
        return [ip_address("127.0.0.1")]

    async with open_upstream(silence) as site:
        async with open_gate(POLICY, resolver=never) as gate:
            reader, idle = await asyncio.open_connection(*authority_parts(gate.address.removeprefix("http://")))
            clients = [open_client(gate.address) for _ in range(3)]
            tunnel, asking, dialling = [await each.__aenter__() for each in clients]
            await tunnel.connect(f"site.test:{site.port}")
            asking.writer.write(f"GET http://site.test:{site.port}/ HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            dialling.writer.write(b"CONNECT never.test:443 HTTP/1.1\r\nHost: x\r\n\r\n")
            await asyncio.sleep(0.1)
        assert await reader.read(-1) == b""
        assert {task.get_name() for task in asyncio.all_tasks()} & {"tunnel in", "tunnel out"} == set()
        idle.close()
        for each in clients:
            await each.__aexit__(None, None, None)
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection(*authority_parts(gate.address.removeprefix("http://")))
    assert caplog.records == []


async def test_a_connection_made_while_the_gate_closes_gets_nothing() -> None:
    async with open_gate(POLICY, resolver=RESOLVER) as gate:
        host, port = authority_parts(gate.address.removeprefix("http://"))
        with socket.create_connection((host, port)) as late:  # not yet accepted when the gate closes
            late.sendall(b"CONNECT private.test:80 HTTP/1.1\r\nHost: x\r\n\r\n")
            late.setblocking(False)
            leaving = late.dup()
    await asyncio.sleep(0.05)
    with leaving, suppress(ConnectionResetError):
        assert leaving.recv(1000) == b""
    assert gate.blocked == []


async def test_a_failure_in_the_capture_leaves_the_gate_as_itself() -> None:
    with pytest.raises(Refused):
        async with open_gate(POLICY, resolver=RESOLVER):
            raise Refused("from within")


async def test_what_a_gate_remembers_is_bounded(gate: Gate, client: Client) -> None:
    for number in range(600):
        await client.connect(f"10.0.{number // 256}.{number % 256}:80")
        await client.read(9)

    assert len(gate.blocked) == 500
