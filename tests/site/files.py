"""Files of every kind, small but real, made without any library but the one for pictures."""

import io
import json
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZipFile

import pyvips
from aiohttp import web

from tests.site.pages import ENGLISH, Handler

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour News</title>
<description>What the keeper saw</description><link>https://harbour.example/</link>
<item><title>A ship passed</title><link>https://harbour.example/1</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;It was a &lt;b&gt;brig&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>雾</title><link>https://harbour.example/2</link></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom of the harbour</title>
<entry><title>First</title><link href="https://harbour.example/a"/><updated>2026-03-02T08:00:00Z</updated>
<summary>Short words.</summary></entry></feed>"""
BUSY_SVG = (  # more parts than a drawing may have that is not left to the browser
    '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800">'
    + "".join(
        f'<rect x="{n % 128 * 10}" y="{n // 128 % 80 * 10}" width="10" height="10" fill="red"/>' for n in range(60_000)
    )
    + "</svg>"
)
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><title>A red light</title>
<circle cx="150" cy="100" r="80" fill="#c00"/></svg>"""


def make_pdf(title: str = "The Keeper’s Log", pages: int = 3) -> bytes:
    """A PDF with words on every page and a title of its own."""
    coded = b"\xfe\xff" + title.encode("utf-16-be")
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Title <" + coded.hex().encode() + b"> /Author (Ida Marsh) /CreationDate (D:20260304080000+01'00') >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index in range(pages):
        stream = f"BT /F1 36 Tf 72 700 Td (Ships on page {index + 1}) Tj ET 0 0 1 rg 72 400 300 100 re f".encode()
        page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {6 + 2 * index} 0 R"
        objects.append(f"<< {page} /Resources << /Font << /F1 4 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + trailer


def make_bomb(side: int = 30_000, lines: int = 20) -> bytes:
    """A PNG of 900 million pixels in a few bytes, of which its first lines are there."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side // 8 + 1)) for _ in range(lines)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def draw(suffix: str, width: int = 500, height: int = 300) -> bytes:
    """A picture with a blue and a red half, in any form that pictures come in."""
    left = pyvips.Image.black(width // 2, height).copy(interpretation="srgb").bandjoin([0, 200])
    right = pyvips.Image.black(width // 2, height).linear(1, 200).cast("uchar").bandjoin([0, 0])
    image = left.join(right, "horizontal").copy(interpretation="srgb")
    return bytes(image.write_to_buffer(suffix))


def pretend_size(jpeg: bytes, side: int) -> bytes:
    """A picture that says in its head that it is a large one; decoders fill in what does not come."""
    frame = jpeg.find(b"\xff\xc2" if b"\xff\xc2" in jpeg else b"\xff\xc0")  # SOF2 of a progressive one, SOF0
    sides = frame + 5  # behind the marker, a length and the bits a sample
    return jpeg[:sides] + side.to_bytes(2, "big") * 2 + jpeg[sides + 4 :]


def make_wav(seconds: int = 5) -> bytes:
    """Silence."""
    sound = bytes(8000 * seconds)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVE" + form + struct.pack("<4sI", b"data", len(sound)) + sound
    )


def box(kind: bytes, *contents: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(contents)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def make_mp4(seconds: int = 205, width: int = 1920, height: int = 1080) -> bytes:
    """The head of a film without its pictures."""
    movie = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    track = box(b"tkhd", bytes(76) + struct.pack(">II", width << 16, height << 16))
    head = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    return head + box(b"mdat", bytes(6000)) + box(b"moov", movie, box(b"trak", track))


def make_mp3(title: str = "海的声音") -> bytes:
    """A tag and frames of 128 kbit/s for ten seconds."""

    def frame(kind: bytes, text: str) -> bytes:
        body = b"\x01" + text.encode("utf-16")
        return kind + struct.pack(">I", len(body)) + b"\0\0" + body

    tag = frame(b"TIT2", title) + frame(b"TPE1", "Ida Marsh")
    size = bytes((len(tag) >> shift) & 127 for shift in (21, 14, 7, 0))
    sound = (b"\xff\xfb\x90\x00" + bytes(413)) * 384
    return b"ID3\x03\0\0" + size + tag + sound


def make_zip() -> bytes:
    """An archive of two files."""
    sink = io.BytesIO()
    with ZipFile(sink, "w") as archive:
        archive.writestr("notes/one.txt", "one")
        archive.writestr("notes/two.txt", "two")
    return sink.getvalue()


def make_docx() -> bytes:
    """A text document as word processors write it."""
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    core = '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Minutes</dc:title>'
    body = f"<w:p><w:r><w:t>{ENGLISH}</w:t></w:r></w:p><w:p><w:r><w:t>灯塔</w:t></w:r></w:p>"
    sink = io.BytesIO()
    with ZipFile(sink, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", f"{core}<dc:creator>Ida Marsh</dc:creator></c:coreProperties>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>')
    return sink.getvalue()


def serve(content: bytes, media_type: str) -> Handler:
    """A handler that gives one file."""

    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(body=content, headers={"Content-Type": media_type})

    return give


FILE_ROUTES: Mapping[str, Handler] = {
    "/files/log.pdf": serve(make_pdf(), "application/pdf"),
    "/files/vague": serve(make_pdf(), "application/octet-stream"),
    "/files/photo.jpg": serve(draw(".jpg"), "image/jpeg"),
    "/files/moving.gif": serve(draw(".gif"), "image/gif"),
    "/files/picture.webp": serve(draw(".webp"), "image/webp"),
    "/files/drawing.svg": serve(SVG.encode(), "image/svg+xml"),
    "/files/strip.png": serve(draw(".png", 4000, 10), "image/png"),
    "/files/bomb.png": serve(make_bomb(), "image/png"),
    "/files/busy.svg": serve(BUSY_SVG.encode(), "image/svg+xml"),
    "/files/feed.rss": serve(FEED.encode(), "application/rss+xml"),
    "/files/data.json": serve(json.dumps({"ships": ["brig", "船"], "count": 2}).encode(), "application/json"),
    "/files/gbk.txt": serve("灯塔看守人的笔记，写于海边。".encode("gbk") * 40, "text/plain"),
    "/files/film.mp4": serve(make_mp4(), "video/mp4"),
    "/files/sound.wav": serve(make_wav(), "audio/wav"),
    "/files/two.zip": serve(make_zip(), "application/zip"),
    "/files/minutes.docx": serve(make_docx(), "application/octet-stream"),
    "/files/broken.jpg": serve(draw(".jpg")[:200], "image/jpeg"),
}
