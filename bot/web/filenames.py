"""Names under which kept things are saved to a visitor's disk."""

import re
from urllib.parse import quote

from bot.services.cards import ArtifactCard, SnapshotCard
from bot.views.addresses import host_of
from bot.views.html import clean

_EXTENSIONS = {
    "application/epub+zip": "epub",
    "application/gzip": "gz",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/wacz": "wacz",
    "application/wacz+zip": "wacz",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "multipart/related": "mhtml",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "video/mp4": "mp4",
}

_MOST_CHARACTERS = 80  # file systems take 255 bytes, and a Chinese character is three
_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|.]+')


def name_file(card: SnapshotCard, artifact: ArtifactCard) -> str:
    """A name that says what it is and when it was taken: "A title 2026-01-31.jpg"."""
    return f"{_tidy(card.title) or _host(card)}{_day(card)}.{extension_of(artifact.media_type)}"


def content_disposition(card: SnapshotCard, artifact: ArtifactCard, *, is_inline: bool) -> str:
    """The header's value: an ASCII name for old programs and the real one by RFC 5987."""
    disposition = "inline" if is_inline else "attachment"
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{_host(card)}{_day(card)}")
    real = quote(name_file(card, artifact), safe="")
    return f"{disposition}; filename=\"{plain}.{extension_of(artifact.media_type)}\"; filename*=UTF-8''{real}"


def extension_of(media_type: str) -> str:
    """The ending for a media type; "bin" for one that we do not know."""
    return _EXTENSIONS.get(bare_type(media_type), "bin")


def bare_type(media_type: str) -> str:
    """A media type without its parameters: "text/html; charset=utf-8" → "text/html"."""
    return media_type.partition(";")[0].strip().lower()


def _host(card: SnapshotCard) -> str:
    return host_of(card.final_url) or host_of(card.url) or "page"


def _day(card: SnapshotCard) -> str:
    return f" {card.captured_at:%Y-%m-%d}" if card.captured_at else ""


def _tidy(title: str) -> str:
    return _NOT_IN_NAMES.sub(" ", clean(title))[:_MOST_CHARACTERS].strip()
