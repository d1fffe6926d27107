"""The WACZ 1.1.1 of one page: a ZIP with the WARC, its index, the list of pages and the hashes of all these.

See https://specs.webrecorder.net/wacz/1.1.1/. Runs in a thread: nothing here waits for anybody.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from capture.archive.index import render_index
from capture.archive.measured import Measured
from capture.archive.records import is_recordable
from capture.archive.warc import WARC_NAME, ArchivedPage, write_warc
from capture.exchanges import Exchange

WACZ_VERSION = "1.1.1"
MAX_EXCHANGES = 5_000
SPOOL_BYTES = 4 * 1024 * 1024  # beyond this the archive grows on the disk and not in memory


@dataclass(frozen=True, slots=True)
class Packed:
    """An archive, and how many exchanges did not fit into it."""

    content: bytes = field(repr=False)
    exchanges: int
    left_out: int


class Package:
    """A WACZ while it is written."""

    def __init__(self, archive: ZipFile, moment: datetime) -> None:
        self._zip = archive
        self._date = moment.astimezone(UTC).timetuple()[:6]
        self.resources: list[dict[str, object]] = []

    @contextmanager
    def open(self, path: str, *, is_compressed: bool = False) -> Iterator[Measured]:
        """A file within the package, listed with its hash."""
        entry = ZipInfo(path, self._date)
        entry.compress_type = ZIP_DEFLATED if is_compressed else ZIP_STORED
        with self._zip.open(entry, "w") as part:
            measured = Measured(part)
            yield measured
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": measured.digest, "bytes": measured.bytes})

    def seal(self, page: ArchivedPage) -> None:
        """Write down what the package consists of, and the hash of that."""
        described = render_json(describe(page, self.resources))
        with self.open("datapackage.json") as part:
            part.write(described)
        digest: dict[str, object] = {"path": "datapackage.json", "hash": f"sha256:{sha256(described).hexdigest()}"}
        with self.open("datapackage-digest.json") as part:
            part.write(render_json(digest))


def pack_wacz(page: ArchivedPage, exchanges: Sequence[Exchange], give_up_at: float = float("inf")) -> Packed:
    """Pack a page; TimeoutError when `time.monotonic()` has come to `give_up_at`."""
    kept = [exchange for exchange in exchanges if is_recordable(exchange)]
    with SpooledTemporaryFile(SPOOL_BYTES) as file:
        with ZipFile(file, "w") as archive:
            package = Package(archive, page.captured_at)
            with package.open(f"archive/{WARC_NAME}") as warc:
                entries = write_warc(warc, page, kept[:MAX_EXCHANGES], give_up_at)
            with package.open("indexes/index.cdxj", is_compressed=True) as part:
                part.write(render_index(entries, WARC_NAME))
            with package.open("pages/pages.jsonl", is_compressed=True) as part:
                part.write(render_pages(page))
            package.seal(page)
        file.seek(0)
        written = sum(entry.status is not None for entry in entries)
        return Packed(file.read(), written, len(kept) - written)


def render_pages(page: ArchivedPage) -> bytes:
    """The list of pages: a line on the list, and one for the only page."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "All pages", "hasText": bool(page.text)}
    line = {"id": uuid4().hex, "url": page.url, "title": page.title, "ts": iso(page.captured_at)}
    if page.text:
        line["text"] = page.text
    return b"".join(json.dumps(part, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for part in (header, line))


def describe(page: ArchivedPage, resources: list[dict[str, object]]) -> dict[str, object]:
    """The package's own description, a Frictionless data package."""
    moment = iso(page.captured_at)
    return {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "title": page.title or page.url,
        "software": page.software,
        "created": moment,
        "modified": moment,
        "mainPageUrl": page.url,
        "mainPageDate": moment,
        "resources": list(resources),
    }


def iso(moment: datetime) -> str:
    """A moment to the second: "2026-01-31T08:15:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def render_json(document: dict[str, object]) -> bytes:
    """A small document, for people to read too."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace")
