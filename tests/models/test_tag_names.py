import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tag_names import lineage, tag_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rust", "rUST"), ("ｒｕｓｔ", "rust"), ("Straße", "STRASSE"), ("café", "cafe\u0301"), ("网页", "网页")],
)
def test_spellings_of_one_tag_have_one_key(one: str, other: str) -> None:
    assert tag_key(one) == tag_key(other)


def test_different_words_are_different_tags() -> None:
    assert len({tag_key(name) for name in ("rust", "ruste", "café", "cafe", "c++", "c")}) == 6


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert tag_key(tag_key(name)) == tag_key(name)


def test_a_tag_has_those_above_it() -> None:
    assert lineage("编程/python/asyncio") == ("编程/python/asyncio", "编程/python", "编程")
    assert lineage("sea") == ("sea",)


@given(st.text())
def test_every_name_has_a_lineage_without_gaps(name: str) -> None:
    heads = lineage(name)

    assert all(name.startswith(head) and head for head in heads)
    assert len(set(heads)) == len(heads)
