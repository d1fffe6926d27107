"""The WARC of one page: what fits of its exchanges, and where each answer begins."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from capture.archive.index import IndexEntry
from capture.archive.measured import Measured
from capture.archive.queries import query_of
from capture.archive.records import build_request, build_resource, build_response, target_of
from capture.exchanges import Exchange
from capture.types import Artifact

WARC_NAME = "data.warc.gz"
MAX_BYTES = 48 * 1024 * 1024  # of the 50 MiB that an artifact may have; the rest is for index and list of pages


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The page that an archive opens with."""

    url: str
    title: str
    captured_at: datetime
    software: str
    text: str = field(default="", repr=False)  # found by the replay's search
    view: Artifact | None = None  # how the page looked when it was archived
    thumbnail: Artifact | None = None  # the same, small, for the replay's list of pages


def write_warc(out: Measured, page: ArchivedPage, exchanges: Sequence[Exchange], give_up_at: float) -> list[IndexEntry]:
    """Write what fits; whatever is too large is left out and the rest goes on."""
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    info = {"software": page.software, "format": "WARC File Format 1.1", "isPartOf": page.url}
    writer.write_record(writer.create_warcinfo_record(WARC_NAME, info))
    entries: list[IndexEntry] = []
    for prefix, picture in (("urn:view:", page.view), ("urn:thumbnail:", page.thumbnail)):
        if picture is not None:
            record = build_resource(
                writer, f"{prefix}{page.url}", picture.media_type, picture.content, page.captured_at
            )
            entries.append(_write(writer, out, record, page.captured_at, picture.media_type))
    for exchange in exchanges:
        if time.monotonic() > give_up_at:
            raise TimeoutError("the archive took too long to pack")
        size = len(exchange.body) + len(exchange.request_body)
        if out.bytes + size <= MAX_BYTES:
            entries.append(_write_exchange(writer, out, exchange))
    return entries


def _write_exchange(writer: WARCWriter, out: Measured, exchange: Exchange) -> IndexEntry:
    response = build_response(writer, exchange)
    entry = _write(writer, out, response, exchange.started_at, exchange.media_type, exchange)
    response_id = response.rec_headers.get_header("WARC-Record-ID")
    writer.write_record(build_request(writer, exchange, response_id))
    return entry


def _write(
    writer: WARCWriter,
    out: Measured,
    record: ArcWarcRecord,
    moment: datetime,
    media_type: str,
    exchange: Exchange | None = None,
) -> IndexEntry:
    offset = out.bytes
    writer.write_record(record)
    is_sent = exchange is not None and exchange.method != "GET"
    return IndexEntry(
        url=target_of(exchange) if exchange else record.rec_headers.get_header("WARC-Target-URI"),
        moment=moment,
        media_type=media_type,
        status=exchange.status if exchange else None,
        digest=record.rec_headers.get_header("WARC-Payload-Digest"),
        offset=offset,
        length=out.bytes - offset,
        method=exchange.method if exchange else "GET",
        query=query_of(sent_type(exchange), exchange.request_body) if exchange and is_sent else "",
    )


def sent_type(exchange: Exchange) -> str:
    """What a request says of its own body."""
    return next((value for name, value in exchange.request_headers if name.lower() == "content-type"), "")
