"""The CDXJ index of an archive: where in the WARC the answer for an address begins."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of the index."""

    url: str
    moment: datetime
    media_type: str
    status: int | None
    digest: str
    offset: int
    length: int
    method: str = "GET"
    query: str = ""  # the request's body as a query; see capture.archive.queries


def render_index(entries: list[IndexEntry], file_name: str) -> bytes:
    """The lines in the order in which they are looked up."""
    return "".join(sorted(_line(entry, file_name) for entry in entries)).encode("utf-8", "replace")


def _line(entry: IndexEntry, file_name: str) -> str:
    fields: dict[str, object] = {
        "url": entry.url,
        "mime": entry.media_type,
        "status": entry.status,
        "digest": entry.digest,
        "length": entry.length,
        "offset": entry.offset,
        "filename": file_name,
    }
    if entry.method != "GET":
        fields |= {"method": entry.method, "requestBody": entry.query}
    told = {name: value for name, value in fields.items() if value is not None}
    timestamp = entry.moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{surt(lookup_address(entry))} {timestamp} {json.dumps(told)}\n"


def lookup_address(entry: IndexEntry) -> str:
    """The address under which a replay asks: that of a POST carries its method and body along."""
    if entry.method == "GET":
        return entry.url
    mark = "&" if "?" in entry.url else "?"
    return f"{entry.url}{mark}__wb_method={entry.method}&{entry.query}"


def surt(url: str) -> str:
    """An address sorted by host from its end: "https://www.a.example/B?c" → "example,a)/b?c"."""
    parts = urlsplit(url.lower())
    if parts.scheme not in {"http", "https"}:
        return url.replace(" ", "%20")
    host, port = parts.hostname or "", parts.netloc.rpartition("@")[2].rpartition(":")
    is_name = not host.replace(".", "").isdigit() and ":" not in host
    name = host.removeprefix("www.")
    turned = ",".join(reversed(name.split("."))) if is_name else name
    shown_port = f":{port[2]}" if port[1] and port[2].isdigit() and port[2] not in {"80", "443"} else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{turned}{shown_port}){parts.path or '/'}{query}".replace(" ", "%20")
