"""What bytes are by their own word: servers say all sorts of things about pictures and fonts."""

import re
from email.message import Message

from capture.extract.decode import BYTE_ORDER_MARKS, find_codec

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"wOF2", "font/woff2"),
    (b"wOFF", "font/woff"),
    (b"OTTO", "font/otf"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"true", "font/ttf"),
)
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif"}
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>(?:\s|<\?xml[^>]*>|(?><!--.*?-->)|<!DOCTYPE[^>]*>)*)<(?:\w+:)?svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_CSS_CHARSET = re.compile(rb'@charset "([^"]{1,40})";')


def sniff_picture(content: bytes) -> str:
    """The media type of a picture or font; empty where it is neither."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _BRANDS:
        return _BRANDS[content[8:12]]
    return "image/svg+xml" if _SVG.match(content[:4096]) else ""


def decode_css(content: bytes, content_type: str, fallback: str) -> str:
    """The text of a style sheet, as CSS says: the mark at its beginning, the header, its first rule, the page's."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    rule = _CSS_CHARSET.match(content)
    labels = (charset_of(content_type), rule[1].decode("latin-1") if rule else "", fallback, "utf-8")
    encoding = next(codec for label in labels if (codec := find_codec(label)))
    return content.decode(encoding, "replace")


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type names; empty where it names none."""
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset("") or ""
