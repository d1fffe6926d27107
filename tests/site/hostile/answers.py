"""Answers that lie, drip or break the protocol: raw bytes, as no honest server sends them."""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

SHOWN = frozenset({"complete", "partial"})
FAILED = frozenset({"failed"})
EITHER = SHOWN | FAILED

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
HTML = OK + b"Content-Type: text/html\r\n"
PAGE = b"<!doctype html><title>Raw</title><h1>Raw</h1><p>Some words of a page.</p>"
XML = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><a>&a9;</a>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes that are sent, and whether and how it goes on after them."""

    ends: frozenset[str]
    content: bytes = field(repr=False)
    drip: bytes = b""  # sent for ever afterwards
    every_seconds: float = 0.2
    stays_open: bool = False


def redirect(location: str) -> Answer:
    """A redirect that must lead nowhere."""
    head = f"HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n"
    return Answer(FAILED, head.encode())


ANSWERS: Mapping[str, Answer] = {
    "/no-answer": Answer(FAILED, b"", stays_open=True),
    "/endless-head": Answer(FAILED, b"HTTP/1.1 200 OK\r\n", b"X-More: more\r\n", 0.05),
    "/endless-fast": Answer(EITHER, HTML + b"\r\n" + PAGE, b"<p>more</p>" * 20_000, 0.001),
    "/stalled": Answer(SHOWN, HTML + b"Content-Length: 100000\r\n\r\n" + PAGE, stays_open=True),
    "/too-long": Answer(EITHER, HTML + b"Content-Length: 100000\r\n\r\n" + PAGE),
    "/too-short": Answer(EITHER, HTML + b"Content-Length: 20\r\n\r\n" + PAGE),
    "/two-lengths": Answer(EITHER, HTML + b"Content-Length: 20\r\nContent-Length: 70\r\n\r\n" + PAGE),
    "/length-and-chunks": Answer(
        EITHER,
        HTML + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<h1>x\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ),
    "/bad-chunks": Answer(EITHER, HTML + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n"),
    "/huge-chunk": Answer(EITHER, HTML + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + PAGE),
    "/no-status": Answer(EITHER, PAGE),
    "/garbage": Answer(EITHER, bytes(range(256)) * 40),
    "/status-999": Answer(EITHER, b"HTTP/1.1 999 Odd\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n" + PAGE),
    "/unasked-101": Answer(EITHER, b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + PAGE),
    "/unasked-304": Answer(EITHER, b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
    "/no-content": Answer(EITHER, b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
    "/empty": Answer(EITHER, HTML + b"Content-Length: 0\r\n\r\n"),
    "/endless-hints": Answer(FAILED, b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n", 0.05),
    "/huge-header": Answer(EITHER, HTML + b"X-Big: " + b"x" * 900_000 + b"\r\n\r\n" + PAGE),
    "/not-gzip": Answer(EITHER, HTML + b"Content-Encoding: gzip\r\n\r\n" + PAGE),
    "/unknown-encoding": Answer(EITHER, HTML + b"Content-Encoding: x-evil\r\n\r\n" + PAGE),
    "/gzip-of-gzip": Answer(
        EITHER, HTML + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(PAGE))
    ),
    "/deflate-bomb": Answer(
        EITHER, HTML + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(PAGE + b"x" * 60_000_000)
    ),
    "/picture-that-is-a-page": Answer(EITHER, OK + b"Content-Type: image/png\r\n\r\n" + PAGE),
    "/pdf-that-is-a-page": Answer(EITHER, OK + b"Content-Type: application/pdf\r\n\r\n" + PAGE),
    "/utf-7": Answer(SHOWN, OK + b"Content-Type: text/html; charset=utf-7\r\n\r\n" + PAGE + b"+ADw-script+AD4-"),
    "/utf-16": Answer(SHOWN, OK + b"Content-Type: text/html; charset=utf-16\r\n\r\n" + PAGE),
    "/xml-bomb": Answer(EITHER, OK + b"Content-Type: application/xml\r\n\r\n" + XML),
    "/deep-json": Answer(EITHER, OK + b"Content-Type: application/json\r\n\r\n" + b"[" * 500_000),
    "/file-name": Answer(
        EITHER,
        OK
        + b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="../../<script>.exe"\r\n\r\nx',
    ),
    "/sign-in": Answer(SHOWN, b"HTTP/1.1 401 No\r\nConnection: close\r\nWWW-Authenticate: Basic realm=x\r\n\r\nno"),
    "/sign-in-at-the-proxy": Answer(
        EITHER, b"HTTP/1.1 407 No\r\nConnection: close\r\nProxy-Authenticate: Basic realm=x\r\n\r\nno"
    ),
    "/circle": redirect("/circle"),
    "/to-a-file": redirect("file:///etc/passwd"),
    "/to-a-script": redirect("javascript:alert(1)"),
    "/to-data": redirect("data:text/html,<h1>data</h1>"),
    "/to-ftp": redirect("ftp://127.0.0.1/"),
    "/to-the-browser": redirect("chrome://version/"),
}
