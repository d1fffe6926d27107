from hashlib import sha256
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from capture.archive.records import build_request, build_response, is_recordable
from capture.exchanges import Exchange
from tests.capture.archive.exchanges import make_exchange


def read_back(
    exchange: Exchange, *, is_request: bool = False
) -> tuple[dict[str, str], str, list[tuple[str, str]], bytes]:
    """The record's own headers, the first line, the HTTP headers and the body, as another program reads them."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
    record = build_request(writer, exchange, "<urn:uuid:1>") if is_request else build_response(writer, exchange)
    writer.write_record(record)
    file.seek(0)
    [record] = list_records(file)
    return record


def list_records(file: BytesIO) -> list[tuple[dict[str, str], str, list[tuple[str, str]], bytes]]:
    records = []
    for record in ArchiveIterator(file, check_digests="raise"):
        http = record.http_headers
        body = record.content_stream().read()
        records.append((dict(record.rec_headers.headers), f"{http.protocol} {http.statusline}", http.headers, body))
    return records


def test_answer_is_kept_as_it_came() -> None:
    exchange = make_exchange(status=404, reason="Gone fishing", body=b"nothing here")

    told, line, headers, body = read_back(exchange)

    assert line == "HTTP/1.1 404 Gone fishing"
    assert headers == [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "12")]
    assert body == b"nothing here"
    assert told["WARC-Target-URI"] == "https://news.example/story"
    assert told["WARC-Date"] == "2026-01-31T08:15:07.250000Z"
    assert told["WARC-IP-Address"] == "2001:db8::7"
    assert told["WARC-Payload-Digest"] == f"sha256:{sha256(b'nothing here').hexdigest()}"
    assert "WARC-Truncated" not in told


def test_headers_of_the_wire_do_not_make_a_replay_decode_twice() -> None:
    sent = (("content-encoding", "br"), ("Transfer-Encoding", "chunked"), ("content-length", "7"), ("vary", "*"))

    _, _, headers, body = read_back(make_exchange(headers=sent, body=b"decoded already"))

    assert headers == [
        ("x-orig-content-encoding", "br"),
        ("x-orig-transfer-encoding", "chunked"),
        ("x-orig-content-length", "7"),
        ("vary", "*"),
        ("Content-Length", "15"),
    ]
    assert body == b"decoded already"


def test_headers_that_are_none_stay_outside() -> None:
    sent = ((":status", "200"), ("", "x"), ("bad name", "x"), ("set-cookie", "a=1\nb=2"), ("x", "one\r\ntwo: 3\0"))

    _, _, headers, _ = read_back(make_exchange(headers=sent))

    assert headers[:-1] == [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("x", "one"), ("x", "two: 3")]


def test_request_is_kept_with_its_host_and_body() -> None:
    exchange = make_exchange("https://news.example:8443/search?q=a%20b#results", method="POST", request_body=b"page=2")

    told, line, headers, body = read_back(exchange, is_request=True)

    assert line == "POST /search?q=a%20b HTTP/1.1"
    assert headers[:2] == [("Host", "news.example:8443"), ("User-Agent", "Chromium")]
    assert body == b"page=2"
    assert told["WARC-Concurrent-To"] == "<urn:uuid:1>"
    assert told["WARC-Target-URI"] == "https://news.example:8443/search?q=a%20b"


def test_body_that_broke_off_is_said_to_be_cut() -> None:
    told, *_ = read_back(make_exchange(is_cut=True))

    assert told["WARC-Truncated"] == "length"


@pytest.mark.parametrize(
    ("url", "status", "expected"),
    [
        ("https://news.example/", 200, True),
        ("HTTP://news.example/", 304, True),
        ("data:text/plain,hello", 200, False),
        ("blob:https://news.example/1", 200, False),
        ("https://news.example/", 0, False),
    ],
)
def test_only_what_went_over_the_web_is_recorded(url: str, status: int, expected: bool) -> None:
    assert is_recordable(make_exchange(url, status=status)) is expected
