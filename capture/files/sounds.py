"""Sound and film: how long they run and how large they are, by their headers alone."""

import struct
from collections.abc import Iterator

from capture.files.source import FileReading, FileSource

MOST_SECONDS = 1_000_000
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)  # MPEG 1, layer III; kbit/s
SAMPLE_RATES = (44_100, 48_000, 32_000, 0)
CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"udta"})
EBML_MASTERS = frozenset({0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0})  # Segment, Info, Tracks, TrackEntry, Video


def read_media(source: FileSource, media_type: str) -> FileReading:
    """Duration and size where the headers tell them; a broken header tells nothing."""
    width = height = None
    seconds = 0.0
    title = author = ""
    try:
        content = source.content
        if content[4:8] == b"ftyp":
            seconds, width, height = read_mp4(content)
        elif content[:4] == b"\x1aE\xdf\xa3":
            seconds, width, height = read_webm(content)
        elif content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            seconds = read_wav(content)
        elif content[:4] == b"fLaC":
            seconds = read_flac(content)
        elif content[:4] == b"OggS":
            seconds = read_ogg(content)
        elif media_type == "audio/mpeg":
            seconds = read_mp3(content)
            title, author = read_id3(content)
    except (struct.error, IndexError, ZeroDivisionError, ValueError, OverflowError):
        pass  # not every file is what it says
    facts = (f"{width} × {height}",) if width and height else ()
    if 0 < seconds < MOST_SECONDS:
        facts = (*facts, describe_seconds(seconds))
    return FileReading(media_type=media_type, title=title, author=author, facts=facts, width=width, height=height)


def describe_seconds(seconds: float) -> str:
    """`3:25`, or `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def read_mp4(content: bytes) -> tuple[float, int | None, int | None]:
    """The film header's duration, and the largest track's size."""
    seconds, width, height = 0.0, None, None
    for kind, body in walk_boxes(content, 0, len(content), depth=0):
        if kind == b"mvhd":
            is_long = body[0] == 1
            scale, length = struct.unpack(">IQ", body[20:32]) if is_long else struct.unpack(">II", body[12:20])
            seconds = length / scale
        elif kind == b"tkhd":
            at = 88 if body[0] == 1 else 76
            across, down = (value >> 16 for value in struct.unpack(">II", body[at : at + 8]))
            if across * down > (width or 0) * (height or 0):
                width, height = across, down
    return seconds, width, height


def walk_boxes(content: bytes, start: int, end: int, *, depth: int) -> Iterator[tuple[bytes, bytes]]:
    """The small boxes of an MP4, those inside of others too."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", content[start : start + 8])
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", content[start + 8 : start + 16])[0], 16
        size = size or end - start
        if size < head:
            return
        if kind in CONTAINERS and depth < 4:
            yield from walk_boxes(content, start + head, min(start + size, end), depth=depth + 1)
        elif size < 4096:
            yield kind, content[start + head : start + size]
        start += size


def read_webm(content: bytes) -> tuple[float, int | None, int | None]:
    """Duration and size of a Matroska film."""
    found: dict[int, bytes] = {}
    at, end = 0, min(len(content), 1_000_000)
    while at < end:
        tag, length_at = read_ebml(content, at, keeps_marker=True)
        length, body_at = read_ebml(content, length_at, keeps_marker=False)
        if tag in EBML_MASTERS:
            at = body_at
            continue
        if length <= 8:
            found.setdefault(tag, content[body_at : body_at + length])
        at = body_at + length
    scale = int.from_bytes(found.get(0x2AD7B1, b"\x0f\x42\x40"))
    duration = found.get(0x4489, b"")
    ticks = struct.unpack(">f" if len(duration) == 4 else ">d", duration)[0] if duration else 0.0
    width, height = (int.from_bytes(found[tag]) if tag in found else None for tag in (0xB0, 0xBA))
    return ticks * scale / 1e9, width, height


def read_ebml(content: bytes, at: int, *, keeps_marker: bool) -> tuple[int, int]:
    """A number of variable length, and where the next thing stands."""
    first = content[at]
    length = 9 - first.bit_length()
    value = int.from_bytes(content[at : at + length])
    return (value if keeps_marker else value & ((1 << (7 * length)) - 1)), at + length


def read_wav(content: bytes) -> float:
    """Bytes of sound by bytes a second."""
    at, rate = 12, 0
    while at + 8 <= len(content):
        kind, size = struct.unpack("<4sI", content[at : at + 8])
        if kind == b"fmt ":
            rate = struct.unpack("<I", content[at + 16 : at + 20])[0]
        elif kind == b"data":
            return float(size / rate)
        at += 8 + size + size % 2
    return 0.0


def read_flac(content: bytes) -> float:
    """Samples by samples a second."""
    packed = int.from_bytes(content[18:26])
    rate, samples = packed >> 44, packed & ((1 << 36) - 1)
    return samples / rate


def read_ogg(content: bytes) -> float:
    """The last page's position; Opus always counts 48,000 a second."""
    last = content.rfind(b"OggS")
    position = struct.unpack("<Q", content[last + 6 : last + 14])[0]
    at = content.find(b"\x01vorbis", 0, 200)
    rate = struct.unpack("<I", content[at + 12 : at + 16])[0] if at > 0 else 48_000
    return float(position / rate)


def read_mp3(content: bytes) -> float:
    """By the number of frames that the first one tells, else by its bit rate."""
    at = id3_length(content)
    while at < len(content) - 4 and not (content[at] == 0xFF and content[at + 1] & 0xE0 == 0xE0):
        at += 1
    head = struct.unpack(">I", content[at : at + 4])[0]
    bitrate, rate = BITRATES[head >> 12 & 15], SAMPLE_RATES[head >> 10 & 3]
    frame = content[at : at + 200]
    mark = max(frame.find(b"Xing"), frame.find(b"Info"))
    if mark > 0 and frame[mark + 7] & 1:
        return float(struct.unpack(">I", frame[mark + 8 : mark + 12])[0] * 1152 / rate)
    return (len(content) - at) * 8 / (bitrate * 1000)


def id3_length(content: bytes) -> int:
    """How long the tag before the sound is."""
    if content[:3] != b"ID3":
        return 0
    return 10 + sum((byte & 127) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))


def read_id3(content: bytes) -> tuple[str, str]:
    """Title and artist of an ID3 tag, version 2.3 or 2.4."""
    texts = {b"TIT2": "", b"TPE1": ""}
    at, end = 10, id3_length(content)
    while at + 10 < end:
        kind, size = struct.unpack(">4sI", content[at : at + 8])
        if not kind.strip(b"\0") or size > end - at:
            break
        if kind in texts:
            encoding, body = content[at + 10], content[at + 11 : at + 10 + size]
            codec = ("latin-1", "utf-16", "utf-16-be", "utf-8")[min(encoding, 3)]
            texts[kind] = body.decode(codec, "replace").strip("\0 ")
        at += 10 + size
    return texts[b"TIT2"], texts[b"TPE1"]
