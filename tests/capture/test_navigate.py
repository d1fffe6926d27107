"""Small truths about documents."""

import pytest

from capture.navigate import Document, find_file_name, with_fragment


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=notes.zip", "notes.zip"),
        ('attachment; filename="my notes.zip"', "my notes.zip"),
        ("attachment; filename*=UTF-8''%E7%AC%94%E8%AE%B0.pdf", "笔记.pdf"),
        ("inline", ""),
        ("", ""),
    ],
)
def test_file_name_is_what_the_server_says(disposition: str, name: str) -> None:
    assert find_file_name(disposition) == name


def test_fragment_is_kept_only_where_the_address_is_the_same() -> None:
    assert with_fragment("https://a.example/x", "https://a.example/x#part") == "https://a.example/x#part"
    assert with_fragment("https://a.example/y", "https://a.example/x#part") == "https://a.example/y"
    assert with_fragment("https://a.example/x", "https://a.example/x") == "https://a.example/x"


@pytest.mark.parametrize(
    ("media_type", "is_html"),
    [("text/html", True), ("application/xhtml+xml", True), ("", True), ("text/plain", False), ("image/svg+xml", False)],
)
def test_only_html_is_a_page(media_type: str, *, is_html: bool) -> None:
    assert Document("https://a.example/", 200, media_type).is_html is is_html
