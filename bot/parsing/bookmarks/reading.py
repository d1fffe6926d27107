"""A file of bookmarks: which kind it is, and what each of them says."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.parsing.bookmarks.netscape import read_netscape
from bot.parsing.bookmarks.values import parse_moment, parse_tag_names
from bot.parsing.tags import parse_tags

MAX_NOTE = 4_000
MAX_DEPTH = 12  # of nested JSON

# What the programs call it, each name by somebody: Instapaper, Karakeep, linkding, Linkwarden, Omnivore, Pinboard,
# Pocket, Raindrop, Shiori, wallabag, and ourselves.
URL = ("url", "href", "link", "given_url", "resolved_url")
TITLE = ("title", "name", "description", "resolved_title", "given_title")
NOTE = ("note", "notes", "extended", "annotation")
TAGS = ("tags", "tag_names", "labels", "taglist", "tags_list", "folder")
SAVED = (
    *("saved_at", "savedat", "time_added", "add_date", "date_added", "created", "createdat", "created_at"),
    *("time", "timestamp", "date", "modified", "modifiedat"),
)
NO_FOLDERS = frozenset({"", "Unsorted", "Unread"})  # where Raindrop and Instapaper put what is in none


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One address that somebody kept elsewhere."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    saved_at: datetime | None = None


def parse_bookmarks(text: str) -> tuple[Bookmark, ...]:
    """Every bookmark of a file, the oldest first where dates say so; nothing for a file that holds none."""
    text = text.lstrip("\ufeff")
    head = text[:2_000].lstrip()
    if head[:1] in {"[", "{"}:
        found = list(_read_json(text))
    elif "<a " in text[:200_000].lower() or "netscape-bookmark" in head.lower():
        found = list(_read_html(text))
    else:
        found = list(_read_table(text)) or list(_read_lines(text))
    undated = max((one.saved_at for one in found if one.saved_at), default=datetime.now(UTC))
    return tuple(sorted(found, key=lambda one: one.saved_at or undated))


def _read_json(text: str) -> Iterator[Bookmark]:
    try:
        document = json.loads(text)
    except ValueError:
        document = [json.loads(line) for line in text.splitlines() if line.strip()]
    yield from _walk(document, 0)


def _walk(value: object, depth: int) -> Iterator[Bookmark]:
    """Objects with an address, wherever in the document they are."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, depth + 1)
    elif isinstance(value, dict):
        content = value.get("content")  # where Karakeep has it
        merged = {**content, **value} if isinstance(content, dict) else value
        bookmark = _build({str(name).lower(): one for name, one in merged.items()})
        if bookmark is not None:
            yield bookmark
            return
        for one in value.values():
            yield from _walk(one, depth + 1)


def _read_html(text: str) -> Iterator[Bookmark]:
    for entry in read_netscape(text):
        folders = parse_tag_names(list(entry.folders))
        fields = {**entry.attributes, "title": entry.title, "note": entry.note}
        bookmark = _build(fields, more_tags=folders)
        if bookmark is not None:
            yield bookmark


def _read_table(text: str) -> Iterator[Bookmark]:
    """Rows under a line of names, one of which is that of an address."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    names = [name.strip().strip('"').lower() for name in first.split(delimiter)]
    if not set(names) & set(URL):
        return
    for row in csv.DictReader(io.StringIO(text, newline=""), fieldnames=names, delimiter=delimiter):
        bookmark = _build({name: value for name, value in row.items() if isinstance(name, str)})
        if bookmark is not None:
            yield bookmark


def _read_lines(text: str) -> Iterator[Bookmark]:
    """An address a line, with hashtags and words behind it, if any."""
    for line in text.splitlines():
        url, _, rest = line.strip().partition(" ")
        if _is_address(url):
            said = parse_tags(rest)
            yield Bookmark(url, tags=said.added, note=said.rest.strip()[:MAX_NOTE])


def _build(fields: Mapping[str, object], *, more_tags: tuple[str, ...] = ()) -> Bookmark | None:
    url = _first_text(fields, URL)
    if not _is_address(url):
        return None
    tags = [tag for name in TAGS for tag in parse_tag_names(_as_names(name, fields.get(name)))]
    saved = (parse_moment(fields[name]) for name in SAVED if name in fields)
    return Bookmark(
        url,
        _first_text(fields, TITLE),
        tuple(dict.fromkeys([*tags, *more_tags])),
        _first_text(fields, NOTE)[:MAX_NOTE],
        next(filter(None, saved), None),
    )


def _as_names(field: str, value: object) -> object:
    """A folder is one name, whatever is in it."""
    if field != "folder":
        return value
    return [value] if value not in NO_FOLDERS else None


def _first_text(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((text.strip() for name in names if isinstance(text := fields.get(name), str) and text.strip()), "")


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) or ("." in text[1:-1] and "/" in text and " " not in text)
