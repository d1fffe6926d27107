"""The document that an article becomes."""

from capture.extract.document import render_document

HOSTILE = '"><script>alert(1)</script>'


def render(**changed: str) -> str:
    fields = {"title": "T", "url": "https://a.example/b", "published": "2026-03-04", "language": "zh"} | changed
    about = (fields.pop("author", "林海"),)
    return render_document("<p>x</p>", about=about, **fields)


def test_document_says_what_it_is() -> None:
    document = render()

    assert document.startswith('<!doctype html>\n<html lang="zh">')
    assert '<h1 dir="auto">T</h1>\n<p><span>林海</span><time datetime="2026-03-04">2026-03-04</time></p>' in document
    assert '<a href="https://a.example/b" rel="noopener noreferrer nofollow" dir="ltr">a.example/b</a>' in document
    assert "prefers-color-scheme: dark" in document


def test_everything_of_the_page_is_escaped() -> None:
    document = render(
        title=HOSTILE, author=HOSTILE, published=HOSTILE, language=HOSTILE, url=f"https://a.example/{HOSTILE}"
    )

    assert "<script" not in document


def test_what_is_not_known_is_not_said() -> None:
    document = render(author="", published="", language="", url="file:///etc/passwd")

    assert "<html>" in document
    assert "<time" not in document
    assert "passwd" not in document


def test_style_fetches_nothing() -> None:
    document = render()

    assert "url(" not in document
    assert "@import" not in document
