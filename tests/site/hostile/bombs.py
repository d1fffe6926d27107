"""Answers that are small on the wire and immense when they are unpacked or drawn; made piece by piece, and only when asked for."""

import gzip
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import brotli

from tests.site.files import draw, make_bomb, pretend_size
from tests.site.hostile.answers import HTML, OK, PAGE

UNPACKED_BYTES = 400 << 20  # twice what one capture may unpack
PIECE = b"<p>bomb</p>" * 6_000
SIDE = 30_000  # 900 megapixels
SVG_SIDE = 1_000_000
SVG_ELEMENTS = 100_000
GIF_FRAMES = 10_000
GIF_SIDE = 2_000
ZSTD_BLOCK = 128 << 10  # the largest that there is


def pieces() -> Iterator[bytes]:
    """A page that goes on and on."""
    yield PAGE
    for _ in range(UNPACKED_BYTES // len(PIECE)):
        yield PIECE


def pack_gzip(content: Iterable[bytes]) -> Iterator[bytes]:
    """As gzip, with nothing whole in memory."""
    packer = zlib.compressobj(9, wbits=31)
    yield from map(packer.compress, content)
    yield packer.flush()


def pack_brotli(content: Iterable[bytes]) -> Iterator[bytes]:
    """As Brotli, in the quickest way."""
    packer = brotli.Compressor(quality=1)
    yield from map(packer.process, content)
    yield packer.finish()


def make_zstd() -> bytes:
    """A frame of Zstandard (RFC 8878): a block as it is, then blocks that say "so often this byte"."""
    blocks = UNPACKED_BYTES // ZSTD_BLOCK
    repeated = (1 << 1 | ZSTD_BLOCK << 3).to_bytes(3, "little") + b"x"
    last = (1 | 1 << 1 | ZSTD_BLOCK << 3).to_bytes(3, "little") + b"x"
    head = b"\x28\xb5\x2f\xfd\x00\x38" + (len(PAGE) << 3).to_bytes(3, "little") + PAGE
    return head + repeated * blocks + last


def make_svg() -> bytes:
    """A drawing as large as a town, of very many parts."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SVG_SIDE}" height="{SVG_SIDE}">'
    parts = "".join(
        f'<circle cx="{n * 10}" cy="{n * 7 % SVG_SIDE}" r="900" fill="red" opacity=".5"/>' for n in range(SVG_ELEMENTS)
    )
    return f"{head}{parts}</svg>".encode()


def make_gif() -> bytes:
    """Very many frames of one pixel on a large screen, as fast as they can."""
    head = b"GIF89a" + struct.pack("<HHBBB", GIF_SIDE, GIF_SIDE, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    for_ever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    frame = (
        b"\x21\xf9\x04\x04\x02\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    )
    return head + for_ever + frame * GIF_FRAMES + b"\x3b"


def packed_page(encoding: str, content: bytes) -> bytes:
    """A page that has to be unpacked."""
    return HTML + f"Content-Encoding: {encoding}\r\n\r\n".encode() + content


def file(media_type: str, content: bytes) -> bytes:
    """A picture."""
    return OK + f"Content-Type: {media_type}\r\n\r\n".encode() + content


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "/bomb-gzip": lambda: packed_page("gzip", b"".join(pack_gzip(pieces()))),
    "/bomb-gzip-of-gzip": lambda: packed_page("gzip, gzip", gzip.compress(b"".join(pack_gzip(pieces())))),
    "/bomb-brotli": lambda: packed_page("br", b"".join(pack_brotli(pieces()))),
    "/bomb-zstd": lambda: packed_page("zstd", make_zstd()),
    "/bomb-file": lambda: (
        OK + b"Content-Type: application/octet-stream\r\nContent-Encoding: br\r\n\r\n" + b"".join(pack_brotli(pieces()))
    ),
    "/bomb-png": lambda: file("image/png", make_bomb(SIDE, lines=SIDE)),
    "/bomb-jpeg": lambda: file("image/jpeg", pretend_size(draw(".jpg", 16, 16), SIDE)),
    "/bomb-svg": lambda: file("image/svg+xml", make_svg()),
    "/bomb-gif": lambda: file("image/gif", make_gif()),
}
PICTURES = ("/bomb-png", "/bomb-jpeg", "/bomb-svg", "/bomb-gif")
BOMB_PARTS: Mapping[str, str] = {
    **{f"{path}-part": f"<h1>Picture</h1><p>Some words of it.</p><img src='{path}'>" for path in PICTURES},
    "/bomb-style-part": "<h1>Style</h1><p>Some words of it.</p><link rel=stylesheet href='/bomb-brotli'>",
    "/bomb-script-part": "<h1>Script</h1><p>Some words of it.</p><script src='/bomb-zstd'></script>",
    "/bomb-fetch-part": "<h1>Fetch</h1><p>Some words of it.</p><script>fetch('/bomb-gzip').then((r) => r.text())</script>",
}


@cache
def find_bomb(path: str) -> bytes:
    """The answer, or nothing where there is no such bomb."""
    return BOMBS[path]() if path in BOMBS else b""
