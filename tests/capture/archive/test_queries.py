import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.archive.queries import MAX_QUERY, query_of


@pytest.mark.parametrize(
    ("media_type", "body", "expected"),
    [
        ("application/x-www-form-urlencoded", b"a=1&b=%20", "a=1&b=%20"),
        ("application/json", b'{"a": 1, "b": {"c": "d e"}, "none": null}', "a=1&c=d+e"),
        ("application/json; charset=utf-8", b'{"a": [1, 2, 3], "b": true}', "a=1&a.2_=2&a.3_=3&b=true"),
        ("application/json", b"not json", ""),
        ("text/plain", b'{"a": 0.5}', "a=0.5"),
        ("text/plain", b"not json", "__wb_post_data=bm90IGpzb24="),
        ("", b"\x00\xff", "__wb_post_data=AP8="),
    ],
)
def test_bodies_become_the_queries_that_replays_ask_for(media_type: str, body: bytes, expected: str) -> None:
    assert query_of(media_type, body) == expected


def test_deep_and_wide_documents_come_to_an_end() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    wide = b"[" + b",".join(b'{"a": %d}' % number for number in range(10_000)) + b"]"

    assert query_of("application/json", deep) == ""
    assert len(query_of("application/json", wide)) == MAX_QUERY


@given(st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x"]), st.binary())
def test_no_body_is_too_strange(media_type: str, body: bytes) -> None:
    assert len(query_of(media_type, body)) <= MAX_QUERY
