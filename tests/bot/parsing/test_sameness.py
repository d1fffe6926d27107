import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.sameness import list_further

PAGE = "https://example.com/news/a-long-story"


def further(asked: str, final: str = "", canonical: str = "") -> list[str]:
    return [address.url for address in list_further(asked, final or asked, canonical)]


@pytest.mark.parametrize(
    ("asked", "final", "canonical"),
    [
        ("https://bit.ly/x", PAGE, ""),
        ("https://t.co/x", PAGE, PAGE),
        ("https://amp.example.com/news/a-long-story", "", PAGE),
        ("https://example.com/news/a-long-story/amp", "", PAGE),
        (f"{PAGE}?weird_tracker=1", "", PAGE),
        (f"{PAGE}?weird_tracker=1", PAGE, ""),
    ],
)
def test_other_addresses_of_one_page(asked: str, final: str, canonical: str) -> None:
    assert further(asked, final, canonical) == [PAGE]


def test_a_slug_behind_a_number_makes_no_other_page() -> None:
    long = "https://example.com/question/12345/what-is-it"

    assert further(long, canonical="https://example.com/question/12345") == ["https://example.com/question/12345"]


@pytest.mark.parametrize(
    ("asked", "final", "canonical"),
    [
        ("https://bit.ly/expired", "https://bitly.com/", ""),  # a home page
        ("https://bit.ly/expired", "https://bit.ly/a/warning", ""),
        ("https://t.co/x", "https://bit.ly/y", ""),
        (PAGE, "https://example.com/", ""),  # gone, and led home
        (PAGE, "https://example.com/login?next=/news", ""),
        (PAGE, "https://elsewhere.example/news/a-long-story", ""),
        (PAGE, "", "https://example.com/"),
        (PAGE, "", "https://example.com/news"),  # the listing
        (PAGE, "", "https://elsewhere.example/news/a-long-story"),  # a syndicated copy
        ("https://example.com/en/a-long-story", "", "https://example.com/zh/a-long-story"),
        ("https://one.github.io/a-long-story", "", "https://two.github.io/a-long-story"),
        (f"{PAGE}?page=2", "", PAGE),  # a common mistake of sites
        ("https://example.com/viewtopic.php?t=1", "", "https://example.com/viewtopic.php"),
        ("https://example.com/show?x=1", "", "https://example.com/show"),
        (PAGE, "", f"{PAGE}?id=7"),
        ("https://example.com:8443/news/a-long-story", "", PAGE),
        (PAGE, "", "javascript:alert(1)"),
        (PAGE, "", ""),
    ],
)
def test_pages_that_may_differ_are_told_apart(asked: str, final: str, canonical: str) -> None:
    assert further(asked, final, canonical) == []


@given(st.text(), st.text(), st.text())
def test_no_address_raises(asked: str, final: str, canonical: str) -> None:
    list_further(asked, final, canonical)
