"""Texts: plain, JSON made legible, XML, and feeds as the list of entries that they are."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree, html

from capture.extract.decode import decode_page
from capture.extract.metadata import TEXT_LIMIT
from capture.files.source import FileReading, FileSource

PRETTY_BYTES = 5 * 1024 * 1024  # a larger JSON stays as it is
MOST_ENTRIES = 200
_FEEDS = frozenset({"rss", "feed", "RDF"})
_HEADING = re.compile(r"^#{1,2}\s+(.{1,300})$", re.MULTILINE)


def read_plain(source: FileSource, media_type: str) -> FileReading:
    """A text as it is; Markdown has a title."""
    text = decode_page(source.content, source.charset)[:TEXT_LIMIT]
    heading = _HEADING.search(text[:5000]) if "markdown" in media_type or source.name.lower().endswith(".md") else None
    return FileReading(media_type=media_type, title=heading[1].strip() if heading else "", text=text)


def read_json(source: FileSource, media_type: str) -> FileReading:
    """JSON, indented."""
    text = decode_page(source.content, source.charset or "utf-8")
    if len(source.content) <= PRETTY_BYTES:
        with suppress(ValueError, RecursionError):  # lines of JSON, JSON with comments, or none: shown as it is
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return FileReading(media_type=media_type, text=text[:TEXT_LIMIT])


def read_xml(source: FileSource, media_type: str) -> FileReading:
    """XML as it is, a feed as its entries."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(source.content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str) or etree.QName(root).localname not in _FEEDS:
        return read_plain(source, media_type)
    channel = next((child for child in root if local_name(child) == "channel"), root)
    entries = [one for one in root.iter() if local_name(one) in {"item", "entry"}][:MOST_ENTRIES]
    lines = [child_text(channel, "description", "subtitle"), *(line for one in entries for line in describe(one))]
    return FileReading(
        media_type=media_type,
        title=child_text(channel, "title"),
        author=child_text(channel, "managingEditor", "creator"),
        facts=(f"{len(entries)} ⁝",) if entries else (),
        text="\n".join(lines).strip()[:TEXT_LIMIT],
        is_prose=True,
    )


def describe(entry: etree._Element) -> Iterator[str]:
    """The lines that stand for one entry."""
    date = child_text(entry, "pubDate", "published", "updated", "date")
    yield ""
    yield f"• {child_text(entry, 'title')}" + (f" ({date})" if date else "")
    link = child_text(entry, "link") or next((one.get("href", "") for one in entry if local_name(one) == "link"), "")
    if link:
        yield link
    summary = child_text(entry, "description", "summary", "content", "encoded")
    if summary:
        yield strip_markup(summary)[:600]


def strip_markup(text: str) -> str:
    """The words of a piece of HTML."""
    if "<" not in text:
        return " ".join(text.split())
    try:
        return " ".join(html.fromstring(f"<div>{text[:20_000]}</div>").text_content().split())
    except (etree.ParserError, ValueError):
        return ""


def local_name(element: etree._Element) -> str:
    """A tag without its namespace; empty for comments."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def child_text(element: etree._Element, *names: str) -> str:
    """The text of the first child with one of these names."""
    for name in names:
        for child in element:
            if local_name(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""
