"""An extractor's HTML made ready for reading."""

import pytest

from capture.extract.source import PageSource
from capture.extract.tidy import find_address, tidy

HASH = "0a" * 32
COPY = f'src="assets/{HASH}"'
BASE = "https://a.example/b/c?d"


def tidy_up(html: str, *, page: str = "", title: str = "") -> str:
    source = PageSource(url=BASE, html=page, title=title, assets={"https://a.example/b/p.png": HASH})
    return tidy(html, source).removeprefix("<div>").removesuffix("</div>")


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="p.png">',
        '<img src="https://a.example/b/p.png#x">',
        '<img src="blank.gif" data-src="p.png">',
        '<img data-original="/b/p.png">',
    ],
)
def test_picture_is_our_own_copy(picture: str) -> None:
    assert COPY in tidy_up(f"<p>x{picture}y</p>")


@pytest.mark.parametrize(
    ("picture", "left"),
    [
        ('<img src="q.png" alt="A  ship">', '<a href="https://a.example/b/q.png">A ship</a>'),
        ('<a href="/x"><img src="q.png" alt="A ship"></a>', '<a href="https://a.example/x"></a>'),
        ('<img src="q.png">', ""),
        ('<img src="javascript:x" alt="A ship">', ""),
        ("<img>", ""),
    ],
)
def test_picture_without_a_copy_leads_to_where_it_was(picture: str, left: str) -> None:
    assert tidy_up(f"<p>x{picture}y</p>") == f"<p>x{left}y</p>"


def test_inline_picture_stays_up_to_a_limit() -> None:
    small = '<img src="data:image/png;base64,AAAA">'

    assert tidy_up(f"<p>{small}</p>") == f"<p>{small}</p>"
    assert "data:" not in tidy_up(f'<p>x<img src="data:image/png;base64,{"A" * 300_000}"></p>')


@pytest.mark.parametrize(
    ("given", "href"),
    [
        ("/x", "https://a.example/x"),
        ("#note", "#note"),
        (f"{BASE}#note", "#note"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[broken", None),
        ("javascript:alert(1)", None),
    ],
)
def test_links_have_whole_addresses(given: str, href: str | None) -> None:
    wanted = f'<p><a href="{href}">x</a></p>' if href else "<p><a>x</a></p>"

    assert tidy_up(f'<p><a href="{given}">x</a></p>') == wanted


def test_heading_that_repeats_the_title_goes_and_others_step_down() -> None:
    assert tidy_up("<h1>A  Title</h1><h1>Part</h1><p>x</p>", title="A title") == "<h2>Part</h2><p>x</p>"


def test_note_that_was_left_behind_comes_back() -> None:
    page = '<body><p>x</p><ol><li id="fn1">One</li><li id="other">Two</li></ol><p><a id="n2"></a>Three</p></body>'
    html = '<p>x<sup><a href="#fn1">1</a></sup><a href="#n2" role="doc-noteref">2</a><a href="#other">o</a></p>'

    content = tidy_up(html, page=page)

    assert content.endswith(
        '<section class="footnotes"><ol><li id="fn1">One</li><li id="n2"><p><a></a>Three</p></li></ol></section>'
    )


def test_note_that_is_there_is_not_doubled() -> None:
    html = '<p>x<sup><a href="#fn1">1</a></sup></p><p id="fn1">One</p>'

    assert tidy_up(html, page=f"<body>{html}</body>") == html


def test_address_with_what_no_address_may_hold_is_none() -> None:
    assert find_address("https://a.example/\x01", BASE) == ""
