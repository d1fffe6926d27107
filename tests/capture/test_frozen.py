"""Documents with everything put in."""

import base64
from hashlib import sha256
from html import unescape

import pytest

from capture.frozen import Assembler, Found, FrozenFrame, Part, decode_data_url
from capture.recorder import Body
from tests.site.pages import draw_png

PNG = draw_png(10, 10, 1, 2, 3)
PNG_URL = "https://site.example/a.png"
PNG_PLACE = f"assets/{sha256(PNG).hexdigest()}"
BASE = "https://site.example/"


def body(url: str, content: bytes, kind: str = "image") -> tuple[str, Body]:
    return url, Body(url, "", content, kind)


BODIES = dict(
    [
        body(PNG_URL, PNG),
        body("https://site.example/a.css", b"@import 'b.css'; p{background:url(a.png#x)}", "stylesheet"),
        body("https://site.example/b.css", b"@import 'a.css'; p{background:url(gone.png)}", "stylesheet"),
        body("https://site.example/page.png", b"<html>no picture", "image"),
    ]
)


def write(*parts: Part, frames: tuple[FrozenFrame | None, ...] = (), found: Found | None = None) -> str:
    return Assembler(found or Found(BODIES)).write(FrozenFrame(parts, is_cut=False, frames=frames))


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (("url", PNG_URL, ""), PNG_PLACE),
        (("url", f"{PNG_URL}#view", ""), f"{PNG_PLACE}#view"),
        (("url", "https://site.example/gone.png", ""), "data:,"),
        (("url", "https://site.example/page.png", ""), "data:,"),
        (("chosen", PNG_URL, "", "2x", ""), f' srcset="{PNG_PLACE} 2x"'),
        (("chosen", PNG_URL, "", "320w", "50vw"), f' srcset="{PNG_PLACE} 320w" sizes="50vw"'),
        (("chosen", "https://site.example/gone.png", "", "2x", ""), ' src="data:,"'),
        (("lazy", PNG_URL, "data:image/gif;base64,AA"), PNG_PLACE),
        (("lazy", "https://site.example/gone.png", "data:image/gif;base64,AA"), "data:image/gif;base64,AA"),
        (("data", 'data:image/svg+xml,<svg a="b">'), "data:image/svg+xml,&lt;svg a=&quot;b&quot;>"),
        (("css", "a{b:url(a.png)}", BASE, "value"), f"a{{b:url(&quot;{PNG_PLACE}&quot;)}}"),
        (("css", "a{b:'</style>'}", BASE, "sheet"), "a{b:'<\\/style>'}"),
        (("css", "a{b:'</svg>'}", BASE, "text"), "a{b:'&lt;/svg&gt;'}"),
        (("sheet", "https://site.example/gone.css"), "data:text/css,"),
        (("sprite", "https://site.example/s.svg", "x", "snapkeep-0"), ""),
    ],
)
def test_reference_is_written(part: Part, expected: str) -> None:
    assert write(part) == expected


def test_sheets_that_import_one_another_are_kept_once_each() -> None:
    assembler = Assembler(Found(BODIES))
    parts = (("sheet", "https://site.example/a.css"), " ", ("sheet", "https://site.example/a.css"))

    first, second = assembler.write(FrozenFrame(parts, is_cut=False)).split()

    kept = {name: one.content.decode() for name, one in assembler.resources.items() if one.media_type == "text/css"}
    outer, inner = kept[first.removeprefix("assets/")], next(text for text in kept.values() if "data:," in text)
    assert first == second
    assert f'url("{PNG_PLACE}#x")' in outer
    assert inner == '@import url("data:,"); p{background:url("data:,")}'
    assert len(kept) == 2


def test_frames_are_documents_within_attributes() -> None:
    inner = FrozenFrame(('<p title="&amp;">', ("url", PNG_URL, "")), is_cut=False)

    written = write(
        '<iframe srcdoc="',
        ("open",),
        '<b title="1">',
        ("open",),
        "<i>",
        ("close",),
        ("close",),
        '">',
        ("frame", "0"),
        frames=(inner,),
    )

    first, second = written.removeprefix('<iframe srcdoc="').split('">')
    assert unescape(unescape(first)) == '<b title="1"><i>'
    assert unescape(second) == f'<p title="&amp;">{PNG_PLACE}'


def test_frame_that_could_not_be_read_is_empty() -> None:
    assert write("<", ("frame", "0"), ">", frames=(None,)) == "<>"


def test_clip_stands_in_for_what_was_not_recorded() -> None:
    jpeg = b"a picture of that place"
    found = Found(BODIES, clips={"0 0 10 10": jpeg})
    clip = f"assets/{sha256(jpeg).hexdigest()}"

    written = write(("clip", "0 0 10 10"), " ", ("url", "https://site.example/gone.png", "0 0 10 10"), found=found)

    assert written == f"{clip} {clip}"


def test_what_was_shown_and_is_not_there_is_counted() -> None:
    assembler = Assembler(Found(BODIES))

    assembler.write(FrozenFrame((("url", "https://a/1", "0 0 9 9"), ("url", "https://a/2", "")), is_cut=False))

    assert assembler.missing == {"https://a/1"}


def test_large_data_urls_become_bodies() -> None:
    large = draw_png(60, 60, 5, 6, 7) + bytes(20_000)
    assembler = Assembler(Found({}))
    url = f"data:image/png;base64,{base64.b64encode(large).decode()}"

    written = assembler.write(FrozenFrame((("data", url),), is_cut=False))

    assert written == f"assets/{sha256(large).hexdigest()}"
    assert [one.content for one in assembler.resources.values()] == [large]


@pytest.mark.parametrize(
    ("url", "content"),
    [
        ("data:,a%20b", b"a b"),
        ("data:text/plain;base64,YQ", b"a"),
        ("data:text/plain;base64,%59Q==#x", b"a"),
        ("data:;base64,\xff", b""),
        ("data:", b""),
    ],
)
def test_data_url_is_read(url: str, content: bytes) -> None:
    assert decode_data_url(url) == content
