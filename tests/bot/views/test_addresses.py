import pytest

from bot.views.addresses import host_of, short_address


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.com/a", "example.com"),
        ("http://Example.COM:8080/", "example.com"),
        ("https://user:secret@example.com/", "example.com"),
        ("https://例子.测试/汤", "例子.测试"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("mailto:a@example.com", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_host_is_what_people_call_the_site(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.com/soup/?id=7", "example.com/soup/?id=7"),
        ("http://example.com/", "example.com"),
        ("ftp://example.com/x", "ftp://example.com/x"),
        ("https://example.com/" + "a" * 100, "example.com/" + "a" * 67 + "…"),
        ("https://example.com/\u202egnp", "example.com/gnp"),
    ],
)
def test_short_address_leaves_out_what_goes_without_saying(url: str, shown: str) -> None:
    assert short_address(url) == shown
