import pytest

from bot.localchat.web_addresses import AddressError, check_address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://Example.COM", "http://example.com/"),
        ("example.com?x=1", "http://example.com/?x=1"),
        ("https://user:pw@example.com:0443/a b", "https://user:pw@example.com:443/a%20b"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.0.0.1:8080/s/x", "http://127.0.0.1:8080/s/x"),
        ("https://пример.рф/", "https://пример.рф/"),
    ],
)
def test_a_good_address_is_written_as_telegram_writes_it(address: str, kept: str) -> None:
    assert check_address(address) == kept


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://localhost/x", "Wrong HTTP URL"),
        ("javascript://alert.com", "Unsupported URL protocol"),
        ("http://example.com:99999/", "Wrong port number specified in the URL"),
        ("http:///x", "URL host is empty"),
        ("http://exa mple.com/", "Disallowed character in URL host"),
        ("http://[::g]/", "Wrong IPv6 address specified in the URL"),
    ],
)
def test_a_bad_address_is_refused_with_telegrams_reason(address: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        check_address(address)
