"""Where an address leads, as a browser reads it."""

import pytest

from capture.egress import Endpoint, parse_endpoint
from capture.egress.endpoint import parse_authority


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("http://Example.COM", "example.com:80"),
        ("https://example.com./", "example.com.:443"),
        ("https://bücher.example:8443/", "xn--bcher-kva.example:8443"),
        ("http://u:p@example.com/", "example.com:80"),
        ("http://0x7f.1/", "127.0.0.1:80"),
        ("http://[0:0::1]:8080/", "[::1]:8080"),
    ],
)
def test_an_address_is_read_down_to_host_and_port(url: str, spelled: str) -> None:
    assert str(parse_endpoint(url)) == spelled


def test_a_literal_is_told_from_a_name() -> None:
    literal, name = parse_endpoint("http://127.1/"), parse_endpoint("http://127.1.example/")

    assert literal is not None
    assert name is not None
    assert str(literal.literal) == "127.0.0.1"
    assert name.literal is None


def test_an_authority_defaults_to_port_80() -> None:
    assert parse_authority("example.com") == Endpoint("example.com", 80)
    assert parse_authority("example.com:443") == Endpoint("example.com", 443)


@pytest.mark.parametrize("text", ["", "a/b:80", "a\\b", "a?b", "a#b", "u@a:80", "a b", "a:99999", "[::1", ":80"])
def test_an_authority_that_could_be_read_two_ways_is_no_authority(text: str) -> None:
    assert parse_authority(text) is None
