"""WARC records: one request and one response an exchange, as Chromium saw them.

Bodies come decoded, so headers that speak of the bytes on the wire are kept under `x-orig-…`, as other
archivers that sit in a browser keep them: a replay that believed them would decode a second time.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urldefrag, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from capture.exchanges import Exchange, Headers

OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2; leaves out HTTP/2's :status and the like
WEB = ("http://", "https://")
HTTP_TYPE = "application/http; msgtype="


def is_recordable(exchange: Exchange) -> bool:
    """Whether an exchange went over the web at all, and was answered."""
    return exchange.url.lower().startswith(WEB) and exchange.status >= 100


def build_response(writer: WARCWriter, exchange: Exchange) -> ArcWarcRecord:
    """The record of an answer."""
    head = StatusAndHeaders(
        f"{exchange.status} {_one_line(exchange.reason) or _usual_reason(exchange.status)}",
        [*_response_headers(exchange)],
        protocol="HTTP/1.1",
    )
    extra = {"WARC-IP-Address": exchange.server_address.rpartition(":")[0].strip("[]")}
    if exchange.is_cut:
        extra["WARC-Truncated"] = "length"
    return _build(writer, exchange, "response", head, exchange.body, extra)


def build_request(writer: WARCWriter, exchange: Exchange, response_id: str) -> ArcWarcRecord:
    """The record of the request that a response answers."""
    parts = urlsplit(target_of(exchange))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [*_clean(exchange.request_headers)]
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    head = StatusAndHeaders(f"{_one_line(exchange.method)} {path} HTTP/1.1", headers, is_http_request=True)
    return _build(writer, exchange, "request", head, exchange.request_body, {"WARC-Concurrent-To": response_id})


def build_resource(writer: WARCWriter, uri: str, media_type: str, content: bytes, moment: datetime) -> ArcWarcRecord:
    """The record of something that we made ourselves of the page."""
    headers = {"WARC-Date": warc_date(moment), "WARC-Payload-Digest": digest_of(content)}
    return writer.create_warc_record(
        uri,
        "resource",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type=media_type,
        warc_headers_dict=headers,
    )


def target_of(exchange: Exchange) -> str:
    """The address of an exchange as an archive names it."""
    return urldefrag(exchange.url).url


def warc_date(moment: datetime) -> str:
    """A moment as WARC 1.1 writes it, with the fractions that keep records apart."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(content: bytes) -> str:
    """The hash of a body, spelled like those of our own artifacts."""
    return f"sha256:{sha256(content).hexdigest()}"


def _build(
    writer: WARCWriter,
    exchange: Exchange,
    kind: str,
    head: StatusAndHeaders,
    body: bytes,
    extra: dict[str, str],
) -> ArcWarcRecord:
    headers = {
        "WARC-Date": warc_date(exchange.started_at),
        "WARC-Payload-Digest": digest_of(body),
        **{name: value for name, value in extra.items() if value},
    }
    return writer.create_warc_record(
        target_of(exchange),
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=HTTP_TYPE + kind,
        http_headers=head,
        warc_headers_dict=headers,
    )


def _response_headers(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for name, value in _clean(exchange.response_headers):
        yield (f"x-orig-{name.lower()}" if name.lower() in OF_THE_WIRE else name), value
    yield "Content-Length", str(len(exchange.body))


def _clean(headers: Headers) -> Iterator[tuple[str, str]]:
    """Headers as HTTP/1.1 writes them; several values of one name come joined by line ends."""
    for name, values in headers:
        if NAME.fullmatch(name):
            for value in values.split("\n"):
                yield name, _one_line(value)


def _one_line(text: str) -> str:
    return " ".join(text.split("\r")).replace("\n", " ").replace("\0", "").strip()


def _usual_reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
