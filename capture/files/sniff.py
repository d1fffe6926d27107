"""What a file is by its own bytes: servers call many things application/octet-stream, or text/plain."""

import re

from capture.media_types import sniff_picture

OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"{\\rtf", "application/rtf"),
)
VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download", "text/plain"})
MP3_FRAME = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")
MEDIA_BY_NAME = {
    "mp3": "audio/mpeg",
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "md": "text/markdown",
}


def sniff_type(content: bytes, declared: str, name: str) -> str:
    """The media type by the first bytes; the server's word where they do not tell."""
    head = content[:4096]
    if head.startswith(b"PK\x03\x04"):
        return sniff_zip(content)
    by_magic = next((media_type for magic, media_type in MAGIC if head.startswith(magic)), "")
    if by_magic == "audio/ogg" and declared.startswith(("audio/", "video/")):
        return declared
    if by_magic == "video/webm" and declared.startswith(("audio/webm", "video/x-matroska")):
        return declared
    found = by_magic or sniff_sound(head) or sniff_picture(content)
    if found and not (found.startswith("font/") and declared not in VAGUE):
        return found
    if declared in VAGUE:
        ending = name.rpartition(".")[2].lower()
        known = MEDIA_BY_NAME.get(ending, "")
        return known or ("text/plain" if is_text(content) else "application/octet-stream")
    return declared


def sniff_sound(head: bytes) -> str:
    """Sound and film whose mark does not stand at the very beginning."""
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in {b"avif", b"avis", b"mif1", b"heic", b"heix", b"msf1"}:
            return "image/avif" if b"avif" in head[8:64] else "image/heic"
        return "audio/mp4" if brand == b"M4A " else "video/quicktime" if brand == b"qt  " else "video/mp4"
    return "audio/mpeg" if MP3_FRAME.match(head) else ""


def sniff_zip(content: bytes) -> str:
    """An archive, or one of the documents that are archives."""
    head = content[:200]
    if b"mimetypeapplication/" in head:
        found = re.search(rb"mimetype(application/[\w.+-]+)", head)
        return found[1].decode("ascii") if found else "application/zip"
    names = content[:65_536] + content[-65_536:]
    if b"[Content_Types].xml" in names:
        return next((media_type for mark, media_type in OFFICE if mark in names), "application/zip")
    return "application/zip"


def is_text(content: bytes) -> bool:
    """Whether a sample has none of the bytes that texts do not have."""
    sample = content[:8192]
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample) or sample[:2] in {b"\xff\xfe", b"\xfe\xff"}
