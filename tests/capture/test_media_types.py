"""What bytes are, whatever their server says."""

from time import perf_counter

import pytest

from capture.media_types import charset_of, decode_css, sniff_picture
from tests.site.archive import make_font
from tests.site.pages import draw_png


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (draw_png(10, 10, 1, 2, 3), "image/png"),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x20ftypavif", "image/avif"),
        (b"\0\0\x01\0", "image/x-icon"),
        (make_font(), "font/ttf"),
        (b"wOF2rest", "font/woff2"),
        (b'<?xml version="1.0"?>\n<!-- drawn --><svg xmlns="x"/>', "image/svg+xml"),
        (b"\xef\xbb\xbf <svg>", "image/svg+xml"),
        (b"<!doctype html><svg>", "image/svg+xml"),
        (b"<html><svg>", ""),
        (b"<script>", ""),
        (b"", ""),
    ],
)
def test_pictures_and_fonts_are_known_by_their_bytes(content: bytes, media_type: str) -> None:
    assert sniff_picture(content) == media_type


@pytest.mark.parametrize("piece", [b" ", b"<!---->", b"<!--", b"<?xml>", b"<!DOCTYPE>"])
def test_no_bytes_take_long(piece: bytes) -> None:
    began = perf_counter()

    assert sniff_picture(piece * 5_000) == ""

    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("content", "content_type", "fallback"),
    [
        ("灯".encode("gbk"), "text/css; charset=GBK", ""),
        (b'@charset "gbk";' + "灯".encode("gbk"), "text/css", "utf-8"),
        ("灯".encode("gbk"), "text/css", "gb2312"),
        ("\ufeff灯".encode(), "text/css; charset=gbk", ""),
        ("灯".encode(), "text/css; charset=nonsense", ""),
    ],
)
def test_style_sheet_is_read_as_css_says(content: bytes, content_type: str, fallback: str) -> None:
    assert decode_css(content, content_type, fallback).endswith("灯")


def test_charset_of_a_header() -> None:
    assert charset_of('text/html; charset="UTF-8"') == "utf-8"
    assert charset_of("text/html") == charset_of("") == ""
