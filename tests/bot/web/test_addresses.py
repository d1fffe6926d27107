"""Addresses on our pages."""

import pytest

from bot.web.addresses import path_of, web_href


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " data:text/html,x", "java\nscript:alert(1)", "", "//x.example"]
)
def test_only_web_addresses_are_linked_to(url: str) -> None:
    assert web_href(url) == ""


def test_web_address_is_linked_to_without_what_cannot_be_seen() -> None:
    assert web_href("HTTPS://example.com/\u202ea?b=c") == "HTTPS://example.com/a?b=c"


def test_own_address_works_under_any_name_of_the_server() -> None:
    assert path_of("https://keep.example/sub/s/abc") == "/sub/s/abc"
