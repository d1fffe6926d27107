"""Servers with which no secure connection comes about, or one that proves nothing."""

from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from trustme import CA, LeafCert

from tests.site.hostile.answers import FAILED, HTML, PAGE, Answer
from tests.site.hostile.listening import listen, play
from tests.site.tls import speak_tls

HOST = "127.0.0.1"
DAY = timedelta(days=1)
GOOD = "good"  # for whoever trusts the authority
HELLO_BYTES = 16 << 10

OLD_HELLO = b"\x02\x00\x00\x26\x03\x01" + bytes(32) + b"\x00\x00\x2f\x00"  # the server has chosen TLS 1.0

# What a server says to whoever greets it in TLS.
HANDSHAKES: Mapping[str, Answer] = {
    "old": Answer(FAILED, b"\x16\x03\x01" + len(OLD_HELLO).to_bytes(2, "big") + OLD_HELLO, stays_open=True),
    "no-cipher": Answer(FAILED, b"\x15\x03\x03\x00\x02\x02\x28"),  # an alert: handshake_failure
    "plain": Answer(FAILED, b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    "garbage": Answer(FAILED, bytes(range(256)) * 4),
    "hang-up": Answer(FAILED, b""),
    "silent": Answer(FAILED, b"", stays_open=True),
    "endless": Answer(FAILED, b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb", b"\x03"),  # a hello of an hour, byte by byte
}
CERTIFICATES = ("expired", "not-yet", "another-name", "self-signed", "unknown-authority")
FAULTS = (*CERTIFICATES, *HANDSHAKES)

# Good pages with parts from such servers.
TLS_PARTS: Mapping[str, str] = {
    "/tls-part": "<h1>Parts</h1><p>Some words of it.</p><img src='https://AT/'><script src='https://AT/'></script>"
    "<link rel=stylesheet href='https://AT/'><iframe src='https://AT/'></iframe>",
}


def issue_all(authority: CA) -> Mapping[str, LeafCert | CA]:
    """A certificate for each fault that is one of a certificate, and a good one."""
    now = datetime.now(UTC)
    return {
        GOOD: authority.issue_cert(HOST),
        "expired": authority.issue_cert(HOST, not_before=now - 30 * DAY, not_after=now - DAY),
        "not-yet": authority.issue_cert(HOST, not_before=now + DAY, not_after=now + 30 * DAY),
        "another-name": authority.issue_cert("another.example"),
        "self-signed": CA(),
        "unknown-authority": CA().issue_cert(HOST),
    }


@asynccontextmanager
async def open_faulty_tls(authority: CA | None = None) -> AsyncIterator[Mapping[str, str]]:
    """A server for each fault, by its name: the host and port."""
    async with AsyncExitStack() as stack:
        places = {}
        for name, certificate in issue_all(authority or CA()).items():
            places[name] = await stack.enter_async_context(listen(show_page, HOST, speak_tls(certificate)))
        for name, answer in HANDSHAKES.items():
            places[name] = await stack.enter_async_context(listen(partial(shake_hands, answer), HOST))
        yield places


async def show_page(reader: StreamReader, writer: StreamWriter) -> None:
    """What is seen by whoever takes the certificate."""
    await reader.readuntil(b"\r\n\r\n")
    await play(Answer(FAILED, HTML + b"\r\n" + PAGE), writer)


async def shake_hands(answer: Answer, reader: StreamReader, writer: StreamWriter) -> None:
    """Hear the greeting, and answer it."""
    await reader.read(HELLO_BYTES)
    await play(answer, writer)
