import json

import pytest

from capture.archive.index import IndexEntry, render_index, surt
from tests.capture.archive.exchanges import MOMENT


def make_entry(url: str, **changes: str) -> IndexEntry:
    return IndexEntry(url, MOMENT, "text/html", 200, "sha256:00", 10, 20, **changes)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.News.example/Story?b=2&a=1", "example,news)/story?a=1&b=2"),
        ("http://news.example", "example,news)/"),
        ("https://news.example:443/x", "example,news)/x"),
        ("https://news.example:8443/x", "example,news:8443)/x"),
        ("http://user:secret@news.example/x", "example,news)/x"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080)/x"),
        ("http://[::1]:8080/x", "::1:8080)/x"),
        ("urn:view:https://news.example/a b", "urn:view:https://news.example/a%20b"),
    ],
)
def test_addresses_are_sorted_by_their_hosts(url: str, expected: str) -> None:
    assert surt(url) == expected


def test_lines_are_in_order_and_say_where_the_answer_is() -> None:
    lines = render_index([make_entry("https://b.example/"), make_entry("https://a.example/")], "data.warc.gz")

    first, second = lines.decode().splitlines()
    key, timestamp, document = first.split(" ", 2)
    assert (key, timestamp) == ("example,a)/", "20260131081507")
    assert json.loads(document) == {
        "url": "https://a.example/",
        "mime": "text/html",
        "status": 200,
        "digest": "sha256:00",
        "length": 20,
        "offset": 10,
        "filename": "data.warc.gz",
    }
    assert second.startswith("example,b)/ ")


def test_answer_to_a_form_is_found_by_what_was_sent() -> None:
    line = render_index([make_entry("https://a.example/find?x=1", method="POST", query="page=2")], "w").decode()

    assert line.startswith("example,a)/find?__wb_method=post&page=2&x=1 ")
    assert '"method": "POST", "requestBody": "page=2"' in line
